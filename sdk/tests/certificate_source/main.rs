//! Certificates of Alipay that a client fetches when a response names one that it does not know.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[cfg(feature = "notify")]
mod notifications;
#[path = "../platform/mod.rs"]
mod platform;
mod validity;

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use alipay_sdk::model::AlipayTradeQueryModel;
use alipay_sdk::{
    Body, Certificate, CertificateFuture, CertificateSource, Client, ClientBuilder, Clock, Error,
    ErrorKind, SignatureProblem, Transport, TransportFuture,
};
use platform::script::Waits;
use platform::{APP_ID, key_mode, private_key, signed, vector_file};

const YEAR: Duration = Duration::from_secs(60 * 60 * 24 * 365);

fn file(name: &str) -> String {
    fs::read_to_string(vector_file(&format!("certs/{name}.crt"))).unwrap()
}

/// The serial of the certificate that responses are signed with.
fn serial() -> String {
    Certificate::parse(file("alipay_cert_leaf")).unwrap().serial().to_owned()
}

/// Answers every call, signed with the certificate that the client does not know.
struct Rotated;

impl Transport for Rotated {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let mut answer = signed(200, br#"{"trade_status":"TRADE_SUCCESS"}"#);
        answer.headers_mut().insert("alipay-sn", serial().parse().unwrap());
        Box::pin(async move { Ok(answer.map(Body::from)) })
    }
}

/// Gives the certificates that it has, and counts how often it is asked.
#[derive(Clone, Default)]
struct Shelf {
    certificates: Arc<HashMap<String, String>>,
    asked: Arc<Mutex<u32>>,
}

impl Shelf {
    fn with(certificate: impl Into<String>) -> Self {
        let certificates = Arc::new(HashMap::from([(serial(), certificate.into())]));
        Self { certificates, ..Self::default() }
    }

    fn asked(&self) -> u32 {
        *self.asked.lock().unwrap()
    }
}

impl CertificateSource for Shelf {
    fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a> {
        *self.asked.lock().unwrap() += 1;
        Box::pin(async move {
            // Others come in meanwhile.
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            Ok(self.certificates.get(serial).ok_or("no such certificate")?.clone())
        })
    }
}

/// A client that knows another certificate of Alipay.
fn builder() -> ClientBuilder {
    let file = |name: &str| vector_file(&format!("certs/{name}.crt"));
    Client::builder()
        .app_id(APP_ID)
        .private_key(private_key("app"))
        .certificates(file("app_cert"), file("alipay_cert_rotated"), file("alipay_root_bundle"))
        .transport(Rotated)
        // Within the validity of the certificates, which begins in November.
        .clock(later(YEAR))
}

fn later(time: Duration) -> Waits {
    let clock = Waits::new();
    drop(clock.sleep(time));
    clock
}

async fn query(client: &Client) -> Result<(), Error> {
    let order = AlipayTradeQueryModel::new().out_trade_no("T1");
    client.alipay_trade().query(&order).await.map(drop)
}

fn problem(error: Error) -> SignatureProblem {
    match error.kind() {
        ErrorKind::Signature(unsigned) => unsigned.problem.clone(),
        _ => panic!("another error: {error}"),
    }
}

#[tokio::test]
async fn a_new_certificate_is_fetched_once_for_many_calls_and_kept() {
    let shelf = Shelf::with(file("alipay_cert_chain"));
    let client = builder().certificate_source(shelf.clone()).build().unwrap();
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { query(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    query(&client).await.unwrap();
    assert_eq!(shelf.asked(), 1);
    assert_eq!(client.alipay_certificates().len(), 2);
}

#[tokio::test]
async fn what_does_not_come_from_the_root_is_refused_and_reported() {
    let foreign = include_str!("../fixtures/usage_signature.crt").to_owned();
    for (given, reason) in [
        (file("alipay_cert_leaf"), "root"),
        (foreign, "root"),
        (file("app_cert"), "root"),
        ("no certificate".to_owned(), "certificate"),
        (String::new(), "certificate"),
    ] {
        let client = builder().certificate_source(Shelf::with(given)).build().unwrap();
        let problem = problem(query(&client).await.unwrap_err());
        let SignatureProblem::UnbelievedCertificate { serial: named, reason: told } = problem
        else {
            panic!("another problem: {problem}");
        };
        assert_eq!(named, serial());
        assert!(told.contains(reason), "{told}");
        assert_eq!(client.alipay_certificates().len(), 1);
    }
}

#[tokio::test]
async fn the_applications_own_certificate_is_refused_with_the_way_to_the_root_as_well() {
    let serial = Certificate::parse(file("app_cert")).unwrap().serial().to_owned();
    struct Own(String);
    impl Transport for Own {
        fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
            let mut answer = signed(200, b"{}");
            answer.headers_mut().insert("alipay-sn", self.0.parse().unwrap());
            Box::pin(async move { Ok(answer.map(Body::from)) })
        }
    }
    let certificates = HashMap::from([(serial.clone(), file("app_cert") + &file("inter_rsa"))]);
    let shelf = Shelf { certificates: Arc::new(certificates), ..Shelf::default() };
    let client = builder().certificate_source(shelf).transport(Own(serial)).build().unwrap();
    let problem = problem(query(&client).await.unwrap_err()).to_string();
    assert!(problem.contains("is the application's own"), "{problem}");
}

#[tokio::test]
async fn another_certificate_than_the_one_asked_for_is_refused() {
    let other = file("alipay_cert_rotated") + &file("inter_rsa");
    let client = builder().certificate_source(Shelf::with(other)).build().unwrap();
    let problem = problem(query(&client).await.unwrap_err()).to_string();
    assert!(problem.contains("the source returned another certificate"), "{problem}");
}

#[tokio::test]
async fn a_fetch_that_failed_is_repeated_after_a_minute_and_not_before() {
    let shelf = Shelf::default();
    let clock = later(YEAR);
    let client = builder().clock(clock.clone()).certificate_source(shelf.clone()).build().unwrap();
    for (wait, asked) in [(0, 1), (59, 1), (1, 2), (0, 2)] {
        drop(clock.sleep(Duration::from_secs(wait)));
        let problem = problem(query(&client).await.unwrap_err()).to_string();
        assert!(problem.contains("it could not be fetched: no such certificate"), "{problem}");
        assert_eq!(shelf.asked(), asked);
    }
}

#[tokio::test]
async fn without_a_source_the_serial_is_named() {
    let problem = problem(query(&builder().build().unwrap()).await.unwrap_err());
    assert_eq!(problem, SignatureProblem::UnknownCertificate { serial: serial() });
}

#[tokio::test]
async fn what_was_removed_is_no_longer_believed() {
    let client = builder().build().unwrap();
    client.add_alipay_certificate(file("alipay_cert_leaf").as_str()).unwrap();
    query(&client).await.unwrap();
    assert!(client.clone().remove_alipay_certificate(serial()));
    assert!(!client.remove_alipay_certificate(serial()));
    problem(query(&client).await.unwrap_err());
}

#[tokio::test]
async fn what_was_removed_is_not_fetched_again_unless_it_is_added() {
    let shelf = Shelf::with(file("alipay_cert_chain"));
    let client = builder().certificate_source(shelf.clone()).build().unwrap();
    query(&client).await.unwrap();
    assert!(client.remove_alipay_certificate(serial().to_uppercase()));
    for _ in 0..2 {
        let problem = problem(query(&client).await.unwrap_err()).to_string();
        assert!(problem.contains("it was removed from this client"), "{problem}");
    }
    assert_eq!((shelf.asked(), client.alipay_certificates().len()), (1, 1));
    client.add_alipay_certificate(file("alipay_cert_leaf").as_str()).unwrap();
    query(&client).await.unwrap();
}

/// Never gives anything.
struct Silent;

impl CertificateSource for Silent {
    fn fetch<'a>(&'a self, _: &'a str) -> CertificateFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_source_that_never_answers_holds_no_call_longer_than_the_call_may_take() {
    let time = Duration::from_millis(50);
    let client = builder().certificate_source(Silent).timeout(time).build().unwrap();
    let start = std::time::Instant::now();
    for _ in 0..20 {
        let problem = problem(query(&client).await.unwrap_err()).to_string();
        assert!(problem.contains("in time"), "{problem}");
    }
    assert!(start.elapsed() < time * 10, "each call waited anew");
}

/// Removes the certificate from the client while it is fetched.
struct Removing(Arc<Mutex<Option<Client>>>);

impl CertificateSource for Removing {
    fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a> {
        self.0.lock().unwrap().take().unwrap().remove_alipay_certificate(serial);
        Box::pin(async { Ok(file("alipay_cert_chain")) })
    }
}

#[tokio::test]
async fn what_is_removed_while_it_is_fetched_stays_removed() {
    let slot = Arc::new(Mutex::new(None));
    let client = builder().certificate_source(Removing(slot.clone())).build().unwrap();
    *slot.lock().unwrap() = Some(client.clone());
    problem(query(&client).await.unwrap_err());
    assert_eq!(client.alipay_certificates().len(), 1);
}

#[tokio::test]
async fn what_stands_in_the_place_of_a_serial_is_masked_and_cut() {
    struct Talkative;
    impl Transport for Talkative {
        fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
            let mut answer = signed(200, b"{}");
            let name = format!("13800000000{}", "x".repeat(10_000));
            answer.headers_mut().insert("alipay-sn", name.parse().unwrap());
            Box::pin(async move { Ok(answer.map(Body::from)) })
        }
    }
    let shelf = Shelf::default();
    for builder in [builder(), builder().certificate_source(shelf.clone())] {
        let client = builder.transport(Talkative).build().unwrap();
        let told = query(&client).await.unwrap_err().to_string();
        assert!(!told.contains("13800000000") && told.len() < 1_000, "{told}");
    }
    assert_eq!(shelf.asked(), 0);
}

#[test]
fn a_source_has_no_use_in_key_mode() {
    let error = key_mode().certificate_source(Shelf::default()).build().unwrap_err();
    assert!(error.to_string().contains("cannot be fetched in key mode"), "{error}");
}

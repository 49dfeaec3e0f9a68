//! Notifications, against a receiver that fails first.

mod client;

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use alipay_gateway::{Gateway, Notice, Outcome, PaidTrade};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use client::{get, http};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use url::form_urlencoded;

type Parameters = BTreeMap<String, String>;

/// A shop that responses with these texts, one after the other, then with the last one.
#[derive(Clone, Default)]
struct Shop {
    responses: Arc<Mutex<Vec<(u16, &'static str)>>>,
    received: Arc<Mutex<Vec<(Instant, Parameters)>>>,
}

impl Shop {
    async fn start(responses: &[(u16, &'static str)]) -> (Self, String) {
        let shop = Self { responses: Arc::new(Mutex::new(responses.to_vec())), ..Self::default() };
        let router = Router::new().route("/notify", post(receive)).with_state(shop.clone());
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await;
        let listener = listener.expect("a listener");
        let url = format!("http://{}/notify?shop=1", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (shop, url)
    }

    fn received(&self) -> Vec<Parameters> {
        let received = self.received.lock().expect("a lock");
        received.iter().map(|(_, parameters)| parameters.clone()).collect()
    }

    /// The pauses between notifications.
    fn pauses(&self) -> Vec<Duration> {
        let received = self.received.lock().expect("a lock");
        received.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }
}

async fn receive(State(shop): State<Shop>, body: String) -> (http::StatusCode, &'static str) {
    let parameters = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    shop.received.lock().expect("a lock").push((Instant::now(), parameters));
    let mut responses = shop.responses.lock().expect("a lock");
    let (status, text) = if responses.len() > 1 { responses.remove(0) } else { responses[0] };
    (http::StatusCode::from_u16(status).expect("a status"), text)
}

/// A gateway whose minutes take 10 ms.
async fn gateway() -> Gateway {
    Gateway::builder().time_factor(6000.0).start().await.expect("a gateway")
}

fn signed_text(parameters: &Parameters, with_type: bool) -> String {
    let signed = parameters
        .iter()
        .filter(|(name, _)| *name != "sign" && (with_type || *name != "sign_type"));
    signed.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// By ring, with the key that a client is configured with.
fn verifies(gateway: &Gateway, parameters: &Parameters, text: &str) -> bool {
    let pem = gateway.app().alipay_public_key;
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let spki = BASE64_STANDARD.decode(base64).expect("Base64");
    // The RSAPublicKey in a SubjectPublicKeyInfo of RSA begins after 24 bytes.
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &spki[24..]);
    let signature = BASE64_STANDARD.decode(&parameters["sign"]).expect("Base64");
    key.verify(text.as_bytes(), &signature).is_ok()
}

/// By the command line of openssl; nothing where there is none.
fn openssl_verifies(gateway: &Gateway, parameters: &Parameters, digest: &str) -> Option<bool> {
    let folder = std::env::temp_dir().join(format!("notify-{}", parameters["notify_id"]));
    std::fs::create_dir_all(&folder).expect("a folder");
    let signature = BASE64_STANDARD.decode(&parameters["sign"]).expect("Base64");
    std::fs::write(folder.join("key.pem"), gateway.app().alipay_public_key).expect("a key");
    std::fs::write(folder.join("signature"), signature).expect("a signature");
    let openssl = Command::new("openssl")
        .args(["dgst", digest, "-verify", "key.pem", "-signature", "signature"])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    let mut openssl = openssl.ok()?;
    let mut input = openssl.stdin.take().expect("an input");
    input.write_all(signed_text(parameters, false).as_bytes()).expect("written");
    drop(input);
    let verified = openssl.wait().expect("a result").success();
    std::fs::remove_dir_all(folder).expect("removed");
    Some(verified)
}

#[tokio::test]
async fn repeats_until_it_is_acknowledged() {
    let gateway = gateway().await;
    let (shop, url) = Shop::start(&[(500, "success"), (200, "success\n"), (200, "success")]).await;
    let delivery = gateway.notify(&url, [("out_trade_no", "1+1 & %41"), ("body", "")]);
    assert_eq!(delivery.finished().await, Outcome::Acknowledged);
    let responses =
        delivery.attempts().into_iter().map(|attempt| (attempt.status, attempt.acknowledged));
    let expected = [(Some(500), false), (Some(200), false), (Some(200), true)];
    assert_eq!(responses.collect::<Vec<_>>(), expected);
    let received = shop.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|parameters| *parameters == received[0]));
    assert_eq!(received[0]["notify_id"], delivery.notify_id());
    assert_eq!(received[0]["out_trade_no"], "1+1 & %41");
    assert_eq!(received[0]["body"], "");
    assert_eq!(received[0]["notify_type"], "trade_status_sync");
    assert!(verifies(&gateway, &received[0], &signed_text(&received[0], false)));
    if let Some(verified) = openssl_verifies(&gateway, &received[0], "-sha256") {
        assert!(verified);
    }
}

#[tokio::test]
async fn gives_up_after_the_last_wait() {
    let gateway = Gateway::builder().time_factor(600_000.0).start().await.expect("a gateway");
    let (shop, url) = Shop::start(&[(200, "fail")]).await;
    let delivery = gateway.notify(&url, [("trade_no", "1")]);
    assert_eq!(delivery.outcome(), None);
    assert_eq!(delivery.finished().await, Outcome::GivenUp);
    // 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h, a minute being 0.1 ms.
    let pauses = shop.pauses();
    assert_eq!(pauses.len(), 7);
    assert!(pauses[5] >= Duration::from_millis(36), "{pauses:?}");
    assert!(pauses[6] >= Duration::from_millis(90), "{pauses:?}");
    assert!(pauses[0] < pauses[6], "{pauses:?}");
}

#[tokio::test]
async fn can_be_odd() {
    let gateway = gateway().await;
    let (shop, url) = Shop::start(&[(200, "success")]).await;
    let send = async |notice: Notice| {
        let outcome = gateway.send(&notice.parameter("trade_no", "1")).finished().await;
        assert_eq!(outcome, Outcome::Acknowledged);
        shop.received().pop().expect("a notification")
    };
    let usual = send(Notice::new(&url)).await;
    assert!(verifies(&gateway, &usual, &signed_text(&usual, false)));
    let wrong = send(Notice::new(&url).wrong_signature()).await;
    assert!(!verifies(&gateway, &wrong, &signed_text(&wrong, false)));
    let sha1 = send(Notice::new(&url).sign_type("RSA")).await;
    assert_eq!(sha1["sign_type"], "RSA");
    assert!(!verifies(&gateway, &sha1, &signed_text(&sha1, false)));
    if let Some(verified) = openssl_verifies(&gateway, &sha1, "-sha1") {
        assert!(verified);
    }
    let certificate = send(Notice::new(&url).certificate()).await;
    assert_eq!(certificate["alipay_cert_sn"].len(), 32);
    assert!(verifies(&gateway, &certificate, &signed_text(&certificate, false)));
    let before = shop.received().len();
    send(Notice::new(&url).twice()).await;
    assert_eq!(shop.received().len(), before + 2);
}

#[tokio::test]
async fn messages_have_their_own_form() {
    let gateway = gateway().await;
    let (shop, url) = Shop::start(&[(200, "success")]).await;
    let content = r#"{"auth_app_id":"1"}"#;
    let notice = Notice::message(&url, "alipay.open.auth.appauth.cancelled", content);
    gateway.send(&notice).finished().await;
    let message = shop.received().remove(0);
    assert_eq!(message["msg_method"], "alipay.open.auth.appauth.cancelled");
    assert_eq!(message["biz_content"], content);
    assert_eq!(message["version"], "1.1");
    assert!(message.contains_key("utc_timestamp") && !message.contains_key("notify_type"));
    assert!(verifies(&gateway, &message, &signed_text(&message, false)));
    gateway.send(&notice.signs_type(true)).finished().await;
    let with_type = shop.received().remove(1);
    assert!(verifies(&gateway, &with_type, &signed_text(&with_type, true)));
}

#[tokio::test]
async fn a_paid_trade_is_told() {
    let gateway = gateway().await;
    let (shop, url) = Shop::start(&[(200, "success")]).await;
    let trade = PaidTrade {
        notify_url: url,
        out_trade_no: "20260616-1".to_owned(),
        total_amount: "88.88".to_owned(),
        more: BTreeMap::from([("receipt_amount".to_owned(), "80.00".to_owned())]),
        ..PaidTrade::default()
    };
    gateway.notify_paid(&trade).finished().await;
    let told = shop.received().remove(0);
    assert_eq!(told["trade_status"], "TRADE_SUCCESS");
    assert_eq!(told["total_amount"], "88.88");
    assert_eq!(told["receipt_amount"], "80.00");
    assert!(verifies(&gateway, &told, &signed_text(&told, false)));
}

#[tokio::test]
async fn other_machines_are_not_notified() {
    let gateway = gateway().await;
    // An address for documentation; nothing is sent there.
    for url in ["http://192.0.2.1/", "https://127.0.0.1/", "ftp://127.0.0.1/", "shop"] {
        let delivery = gateway.notify(url, [("trade_no", "1")]);
        delivery.attempted(1).await;
        let attempt = delivery.attempts().remove(0);
        assert_eq!(attempt.status, None, "{url}");
        let known = attempt.response.contains("not on this machine")
            || attempt.response.contains("not an http URL");
        assert!(known, "{}", attempt.response);
    }
}

#[tokio::test]
async fn a_gateway_for_others_notifies_only_who_was_named() {
    let (shop, url) = Shop::start(&[(200, "success")]).await;
    let address = url.strip_prefix("http://").and_then(|rest| rest.split('/').next());
    let address = address.expect("an address");
    for (named, arrives) in [("shop.test", false), (address, true)] {
        let builder = Gateway::builder().allow_remote(true).allow_receiver(named);
        let gateway = builder.start().await.expect("a gateway");
        let delivery = gateway.notify(&url, [("trade_no", "1")]);
        delivery.attempted(1).await;
        let attempt = delivery.attempts().remove(0);
        assert_eq!(attempt.acknowledged, arrives, "{named}");
        assert_eq!(
            attempt.response.contains("is not an allowed receiver"),
            !arrives,
            "{}",
            attempt.response
        );
    }
    assert_eq!(shop.received().len(), 1);
    let builder = Gateway::builder().allow_receiver("http://shop.test/");
    assert!(builder.start().await.is_err());
}

#[tokio::test]
async fn stops_with_the_gateway() {
    let gateway = Gateway::start().await.expect("a gateway");
    let (_, url) = Shop::start(&[(200, "fail")]).await;
    let delivery = gateway.notify(&url, [("trade_no", "1")]);
    delivery.attempted(1).await;
    assert_eq!(delivery.outcome(), None);
    drop(gateway);
    assert_eq!(delivery.finished().await, Outcome::Stopped);
    assert_eq!(delivery.outcome(), Some(Outcome::Stopped));
}

#[tokio::test]
async fn is_sent_over_http_control() {
    let gateway = gateway().await;
    let (shop, url) = Shop::start(&[(200, "success")]).await;
    let body = serde_json::json!({"url": url, "parameters": {"trade_no": "9"}}).to_string();
    let response = http(&gateway, "POST", "/_gateway/notify", "", &body).await;
    assert_eq!(response.status, 200, "{}", response.body);
    gateway.deliveries()[0].finished().await;
    assert_eq!(shop.received()[0]["trade_no"], "9");
    let listed = get(&gateway, "/_gateway/notifications").await.json();
    assert_eq!(listed[0]["outcome"], "acknowledged");
    assert!(get(&gateway, "/notifications").await.body.contains("acknowledged"));
}

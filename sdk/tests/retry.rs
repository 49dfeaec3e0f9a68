//! Which calls are sent again, how often, after which waits, and what the error then says.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

use alipay_sdk::ErrorKind;
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeQueryModel, AlipayTradeRefundModel};
use alipay_sdk::{
    Client, ClientBuilder, Clock, Error, FilePart, RetryPolicy, SignError, Signer, SigningFuture,
    Sleep, Timeout, TransportErrorKind, Upload,
};
use axum::http::{Response, StatusCode};
use platform::script::{START, Script, Then, Waits};
use platform::{Platform, header, key_mode, private_key, signed};

struct Bench {
    client: Client,
    script: Script,
    waits: Waits,
}

impl Bench {
    fn new(then: impl IntoIterator<Item = Then>) -> Self {
        Self::with(key_mode(), then)
    }

    fn with(builder: ClientBuilder, then: impl IntoIterator<Item = Then>) -> Self {
        let (script, waits) = (Script::new(then), Waits::new());
        let client = builder.transport(script.clone()).clock(waits.clone()).build().unwrap();
        Self { client, script, waits }
    }

    fn sent(&self) -> usize {
        self.script.sent()
    }

    fn waits(&self) -> Vec<Duration> {
        self.waits.waits()
    }

    /// How long each attempt was given.
    fn times(&self) -> Vec<Duration> {
        let sent = self.script.sent.lock().unwrap();
        sent.iter().map(|(head, _)| head.extensions.get::<Timeout>().unwrap().0).collect()
    }

    async fn query(&self) -> Result<(), Error> {
        let order = AlipayTradeQueryModel::new().out_trade_no("1");
        self.client.alipay_trade().query(&order).await.map(drop)
    }

    async fn pay(&self) -> Result<(), Error> {
        let order = AlipayTradePayModel::new().out_trade_no("1");
        self.client.alipay_trade().pay(&order).await.map(drop)
    }

    async fn refund(&self, number: &str) -> Result<(), Error> {
        let order = AlipayTradeRefundModel::new().out_trade_no("1").out_request_no(number);
        self.client.alipay_trade().refund(&order).await.map(drop)
    }
}

fn done() -> Then {
    Then::Answer(signed(200, b"{}"))
}

fn refused(status: u16, code: &str) -> Then {
    let body = format!(r#"{{"code":"{code}","message":"m"}}"#);
    Then::Answer(signed(status, body.as_bytes()))
}

fn proxy(status: u16) -> Then {
    Then::Answer(Response::builder().status(status).body(b"<html>".to_vec()).unwrap())
}

/// After these nothing was done.
fn harmless() -> Vec<Then> {
    vec![
        Then::Fail(TransportErrorKind::NotSent),
        Then::Answer(signed(202, b"")),
        refused(429, "app-call-limited"),
    ]
}

/// After these nobody knows.
fn unknown() -> Vec<Then> {
    vec![
        Then::Fail(TransportErrorKind::Timeout),
        Then::Fail(TransportErrorKind::Interrupted),
        refused(500, "ACQ.SYSTEM_ERROR"),
        refused(400, "ACQ.SYSTEM_ERROR"),
        proxy(502),
        proxy(503),
        proxy(504),
    ]
}

#[tokio::test]
async fn a_read_is_sent_again_after_every_failure_that_may_pass() {
    for failure in harmless().into_iter().chain(unknown()).chain([proxy(429)]) {
        let bench = Bench::new([failure, done()]);
        bench.query().await.unwrap();
        assert_eq!(bench.sent(), 2);
    }
}

#[tokio::test]
async fn a_write_is_sent_again_only_when_nothing_was_done() {
    for failure in harmless() {
        let bench = Bench::new([failure, done()]);
        bench.pay().await.unwrap();
        assert_eq!(bench.sent(), 2);
    }
    for failure in unknown().into_iter().chain([proxy(429)]) {
        let bench = Bench::new([failure, done()]);
        let error = bench.pay().await.unwrap_err();
        assert_eq!((bench.sent(), bench.waits().len()), (1, 0), "{error}");
        assert!(error.is_unknown_outcome() && error.earlier().is_empty(), "{error}");
    }
}

#[tokio::test]
async fn a_numbered_write_is_sent_again_only_with_its_number() {
    for failure in unknown() {
        let bench = Bench::new([failure.clone(), done()]);
        bench.refund("r1").await.unwrap();
        assert_eq!(bench.sent(), 2);

        let bench = Bench::new([failure, done()]);
        bench.refund("").await.unwrap_err();
        assert_eq!(bench.sent(), 1);
    }
}

#[tokio::test]
async fn the_caller_has_the_last_word() {
    let bench = Bench::new([proxy(502), done()]);
    let order = AlipayTradePayModel::new().out_trade_no("1");
    bench.client.alipay_trade().pay(&order).idempotent(true).await.unwrap();
    assert_eq!(bench.sent(), 2);

    let bench = Bench::new([proxy(502), done()]);
    let order = AlipayTradeQueryModel::new().out_trade_no("1");
    bench.client.alipay_trade().query(&order).idempotent(false).await.unwrap_err();
    assert_eq!(bench.sent(), 1);

    let bench = Bench::with(key_mode().retry(RetryPolicy::never()), [proxy(502), done()]);
    bench.query().await.unwrap_err();
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_provably_the_platforms_is_never_worth_another_attempt() {
    let forged = signed(200, b"{}").map(|_| b"{ }".to_vec());
    let bench = Bench::new([Then::Answer(forged), done()]);
    assert!(matches!(bench.query().await.unwrap_err().kind(), ErrorKind::Signature(_)));
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn a_refusal_of_the_business_ends_the_call() {
    let bench = Bench::new([refused(400, "ACQ.TRADE_NOT_EXIST"), done()]);
    assert!(bench.query().await.unwrap_err().is_business());
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn each_attempt_has_a_nonce_and_a_signature_of_its_own_over_the_same_body() {
    let bench = Bench::new([proxy(502), proxy(502), done()]);
    bench.query().await.unwrap();
    let sent = bench.script.sent.lock().unwrap();
    let values: std::collections::BTreeSet<_> =
        sent.iter().map(|(parts, _)| header(&parts.headers, "authorization").unwrap()).collect();
    assert_eq!(values.len(), 3);
    assert!(sent.iter().all(|(_, body)| body == br#"{"out_trade_no":"1"}"#));
}

#[tokio::test]
async fn the_error_holds_every_attempt() {
    let bench = Bench::new([
        Then::Fail(TransportErrorKind::Timeout),
        proxy(502),
        refused(500, "ACQ.SYSTEM_ERROR"),
    ]);
    let error = bench.query().await.unwrap_err();
    let statuses: Vec<_> = error.earlier().iter().map(Error::status).collect();
    assert_eq!(statuses, [None, Some(StatusCode::BAD_GATEWAY)]);
    assert!(error.to_string().ends_with("(attempt 3)"), "{error}");
    assert_eq!(bench.waits().len(), 2);
}

#[tokio::test]
async fn a_refusal_after_an_attempt_of_unknown_outcome_does_not_hide_that_outcome() {
    let bench = Bench::new([proxy(502), refused(400, "ACQ.TRADE_STATUS_ERROR")]);
    let error = bench.refund("r1").await.unwrap_err();
    assert!(error.is_unknown_outcome() && !error.is_business() && !error.is_retryable());
    assert!(error.has_code("ACQ.TRADE_STATUS_ERROR"));

    let bench = Bench::new([proxy(502), refused(400, "ACQ.TRADE_NOT_EXIST")]);
    let error = bench.query().await.unwrap_err();
    assert!(error.is_business() && !error.is_unknown_outcome(), "a read has nothing to hide");

    let bench = Bench::new([refused(429, "app-call-limited"), refused(400, "ACQ.TRADE_NOT_EXIST")]);
    let error = bench.refund("r1").await.unwrap_err();
    assert!(error.is_business() && !error.is_unknown_outcome(), "nothing was done before");
}

/// Signs once.
struct Once(alipay_sdk::PrivateKey, Mutex<bool>);

impl Signer for Once {
    fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        if std::mem::replace(&mut *self.1.lock().unwrap(), true) {
            return Box::pin(async { Err(SignError::new("the key is gone")) });
        }
        Signer::sign(&self.0, text)
    }
}

#[tokio::test]
async fn a_signer_that_fails_later_does_not_make_a_sent_call_unsent() {
    let signer = Once(private_key("app"), Mutex::new(false));
    let builder = Client::builder()
        .app_id(platform::APP_ID)
        .signer(signer)
        .alipay_public_key(platform::public_key("alipay"));
    let bench = Bench::with(builder, [Then::Fail(TransportErrorKind::Interrupted)]);
    let error = bench.refund("r1").await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Transport(_)) && error.is_unknown_outcome(),
        "{error:?}"
    );
}

/// Never signs.
struct Hanging;

impl Signer for Hanging {
    fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_signer_that_hangs_is_ended_by_the_timeout() {
    let builder = Client::builder()
        .app_id(platform::APP_ID)
        .signer(Hanging)
        .alipay_public_key(platform::public_key("alipay"))
        .timeout(Duration::from_millis(20));
    let bench = Bench::with(builder, []);
    let error = bench.pay().await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Signing(_)) && !error.is_unknown_outcome(),
        "{error:?}"
    );
}

/// The clock of a machine that is suspended for an hour whenever somebody waits.
#[derive(Clone)]
struct Suspended(Waits);

impl Clock for Suspended {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration + Duration::from_secs(60 * 60))
    }
}

#[tokio::test]
async fn nothing_is_sent_after_the_time_of_the_call() {
    let script = Script::new([refused(429, "app-call-limited"), done()]);
    let client = key_mode().transport(script.clone()).clock(Suspended(Waits::new()));
    let order = AlipayTradeRefundModel::new().out_trade_no("1").out_request_no("r1");
    let refunded = client.build().unwrap().alipay_trade().refund(&order).await;
    assert!(!refunded.unwrap_err().is_unknown_outcome());
    assert_eq!(script.sent(), 1);
}

/// A clock that is set back by an hour each time somebody looks.
struct Backwards(Mutex<SystemTime>);

impl Clock for Backwards {
    fn now(&self) -> SystemTime {
        let mut now = self.0.lock().unwrap();
        *now -= Duration::from_secs(60 * 60);
        *now
    }

    fn instant(&self) -> Instant {
        *START
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_gives_no_attempt_more_than_the_time_of_the_call() {
    let bench = Bench::new([proxy(502), done()]);
    let clock = Backwards(Mutex::new(SystemTime::now()));
    let builder = key_mode().transport(bench.script.clone()).clock(clock);
    let client = builder.timeout(Duration::from_secs(9)).build().unwrap();
    client.alipay_trade().query(&AlipayTradeQueryModel::new().out_trade_no("1")).await.unwrap();
    assert_eq!(bench.times(), [Duration::from_secs(9); 2]);
}

#[tokio::test]
async fn a_call_may_have_all_the_time_there_is() {
    let bench = Bench::new([proxy(502), done()]);
    let order = AlipayTradeQueryModel::new().out_trade_no("1");
    bench.client.alipay_trade().query(&order).timeout(Duration::MAX).await.unwrap();
    let second = bench.times()[1];
    assert!(second > Duration::MAX - Duration::from_secs(1), "{second:?}");
}

#[tokio::test]
async fn retry_after_is_waited_for_in_seconds_and_as_a_date() {
    let late = |value: &str| {
        let answer = Response::builder().status(429).header("retry-after", value);
        Then::Answer(answer.body(Vec::new()).unwrap())
    };
    let bench = Bench::new([late("7"), done()]);
    bench.query().await.unwrap();
    assert_eq!(bench.waits(), [Duration::from_secs(7)]);

    // Nine seconds after the clock of the bench.
    let bench = Bench::new([late("Tue, 16 Jun 2026 06:06:50 GMT"), done()]);
    bench.query().await.unwrap();
    assert_eq!(bench.waits(), [Duration::from_secs(9)]);

    for value in ["-1", "soon", "1e9", "99999999999999999999"] {
        let bench = Bench::new([late(value), done()]);
        bench.query().await.unwrap();
        assert!(bench.waits()[0] <= Duration::from_millis(200), "{value}");
    }
}

#[tokio::test]
async fn a_call_does_not_wait_beyond_its_time() {
    let answer = Response::builder().status(429).header("retry-after", "60");
    let answer = Then::Answer(answer.body(Vec::new()).unwrap());
    let bench = Bench::new([answer, done()]);
    bench.query().await.unwrap_err();
    assert_eq!((bench.sent(), bench.waits().len()), (1, 0));
}

#[tokio::test]
async fn bytes_are_uploaded_again_and_a_stream_is_not() {
    async fn upload(bench: &Bench, file: FilePart) -> Result<(), Error> {
        let call = bench.client.untyped("test", http::Method::POST, "/v3/test");
        call.multipart(Upload::new().file("f", file)).await.map(drop)
    }
    let bench = Bench::new([refused(429, "app-call-limited"), done()]);
    upload(&bench, FilePart::new("a.zip", "content")).await.unwrap();
    assert_eq!(bench.sent(), 2);
    assert!(bench.script.sent.lock().unwrap()[1].1.windows(7).any(|text| text == b"content"));

    struct Nothing;
    impl futures_core::Stream for Nothing {
        type Item = std::io::Result<bytes::Bytes>;
        fn poll_next(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(None)
        }
    }
    let bench = Bench::new([refused(429, "app-call-limited"), done()]);
    upload(&bench, FilePart::stream("a.zip", Nothing)).await.unwrap_err();
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn a_platform_that_always_fails_gets_no_more_than_the_budget_on_top() {
    let answer = Response::builder().status(503).body(Vec::new()).unwrap();
    let builder = key_mode().clock(Waits::new());
    let mut platform = Platform::with(builder, answer).await;
    let order = AlipayTradeQueryModel::new().out_trade_no("1");
    let client = platform.client.clone();
    let trade = client.alipay_trade();
    let mut sent = || std::iter::from_fn(|| (!platform.is_unasked()).then_some(())).count();

    // The bucket: 20 retries.
    for _ in 0..10 {
        trade.query(&order).await.unwrap_err();
    }
    assert_eq!(sent(), 10 + 20);
    for _ in 0..200 {
        trade.query(&order).await.unwrap_err();
    }
    let sent = sent();
    println!("{sent} calls sent for 200 made");
    assert!(sent * 10 <= 200 * 11, "{sent}");
}

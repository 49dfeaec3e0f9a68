//! Where a text of a stranger comes in. None of them is accepted.

use alipay_sdk::mini_program::OpenData;
use alipay_sdk::notify::NotificationVerifier;
use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::top::TopClient;
use alipay_sdk::{Client, EncryptKey};
use http::{Method, Response};

use super::platform::{APP_ID, key_mode, public_key};

/// The name of a place, and what takes a value of JSON in there.
pub type Place = (&'static str, fn(Vec<u8>));

/// Responses of TOP.
pub fn of_top() -> Vec<Place> {
    vec![
        ("response of TOP", |value| top(around(b"{\"a_b_response\":", value, b"}"))),
        ("rejection of TOP", |value| top(around(b"{\"error_response\":{\"msg\":", value, b"}}"))),
        ("body of TOP", top),
    ]
}

/// All places.
pub fn all() -> Vec<Place> {
    let mut all = of_top();
    all.extend(others());
    all
}

fn others() -> [Place; 9] {
    [
        ("result of an app", |value| {
            // An app hands over text.
            let Ok(result) = String::from_utf8(v2(value, true)) else { return };
            assert!(client().v2().verify_result::<AlipayTradeAppPay>(result).is_err());
        }),
        ("response of v2", |value| gateway(v2(value, false))),
        ("response of v2 with a signature", |value| gateway(v2(value, true))),
        ("body of v2", gateway),
        ("success of v3", |value| rest(Response::new(value))),
        ("success of v3 with a signature", |value| rest(with_signature(value))),
        ("rejection of v3", |value| {
            rest(Response::builder().status(400).body(value).unwrap());
        }),
        ("open data", |value| {
            let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
            let posted = around(b"{\"sign\":\"AAAA\",\"response\":", value, b"}");
            assert!(OpenData::new(public_key("alipay"), key).open(posted).is_err());
        }),
        ("notification", |value| {
            let posted = around(b"sign=AAAA&biz_content=", value, b"");
            let verifier = NotificationVerifier::new(public_key("alipay"), APP_ID);
            assert!(verifier.max_body_size(posted.len()).verify(&posted).is_err());
        }),
    ]
}

fn client() -> Client {
    key_mode().without_transport().build().unwrap()
}

fn gateway(body: Vec<u8>) {
    let client = client();
    let (_, pending) = ready(client.v2().untyped("a.b").prepare()).unwrap();
    assert!(pending.complete(Response::new(body)).is_err());
}

fn rest(response: Response<Vec<u8>>) {
    let client = client();
    let call = client.untyped("a.b", Method::POST, "/v3/a/b").json_text("{}");
    let (_, pending) = ready(call.prepare()).unwrap();
    assert!(pending.complete(response).is_err());
}

/// TOP signs nothing: what is small enough may be taken.
fn top(body: Vec<u8>) {
    let builder = TopClient::builder().app_key("1").secret("secret").without_transport();
    let client = builder.build().unwrap();
    let (_, pending) = ready(client.untyped("a.b").prepare()).unwrap();
    let _ = std::hint::black_box(pending.complete(Response::new(body)));
}

fn v2(value: Vec<u8>, signed: bool) -> Vec<u8> {
    let end: &[u8] = if signed { b",\"sign\":\"AAAA\"}" } else { b"}" };
    around(b"{\"a_b_response\":", value, end)
}

fn with_signature(body: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder()
        .header("alipay-timestamp", "1781590001456")
        .header("alipay-nonce", "5f9fba93bbb240f0b32804d5ead3e131")
        .header("alipay-signature", "AAAA");
    response.body(body).unwrap()
}

/// The text with something before and behind it; the text itself is gone then.
fn around(begin: &[u8], text: Vec<u8>, end: &[u8]) -> Vec<u8> {
    let mut all = text;
    all.reserve_exact(begin.len() + end.len());
    all.splice(..0, begin.iter().copied());
    all.extend_from_slice(end);
    all
}

/// What needs no waiting.
fn ready<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

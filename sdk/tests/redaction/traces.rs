//! Traces and logs.

use std::time::Duration;

use alipay_sdk::operation::AlipayUserInfoShareParams;
use alipay_sdk::{ClientBuilder, EncryptKey, Error, Upload};
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::platform::logs::Log;
use crate::platform::{self, Platform, key_mode, signed};
use crate::secrets::*;

/// All traces and logs of this process.
fn captured() -> Log {
    let traces = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(traces.clone())
        .init();
    traces
}

/// All that a client does, against one platform.
async fn everything(platform: &mut Platform, signatures: &mut Vec<String>, sends: bool) {
    let client = &platform.client;
    let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
    let upload = Upload::new().data(&personal_json()).file("licence", file());
    let untyped = || client.untyped("new.thing", http::Method::POST, "/v3/new/{id}");
    let untyped = || untyped().path("id", PHONE).query("q", EMAIL);
    let mut errors = Vec::new();
    let mut keep = |error: Option<Error>| errors.extend(error);
    keep(client.alipay_trade().pay(&order()).await.err());
    keep(client.alipay_trade().pay(&order()).encrypt(false).await.err());
    keep(client.alipay_user_info().share(&params).await.err());
    keep(client.alipay_user_certify_open().initialize(&identity()).await.err());
    keep(client.alipay_open_mini_version_audit().apply(parts()).await.err());
    keep(untyped().json(&personal_json()).header("x-token", AUTH_TOKEN).encrypt(false).await.err());
    keep(untyped().multipart(upload).await.err());
    for error in &errors {
        error_hides("an error", error);
    }
    if sends {
        for _ in 0..7 {
            let (head, _) = platform.request().await;
            let authorization = platform::header(&head.headers, "authorization").unwrap();
            signatures.push(authorization.rsplit_once("sign=").unwrap().1.to_owned());
        }
    }
}

/// The same where nobody listens, nobody answers, or a proxy is not there or does not answer.
async fn unreachable(client: impl Fn() -> ClientBuilder, signatures: &mut Vec<String>) {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = silent.local_addr().unwrap();
    let proxy = |address: &str| format!("http://user:{PASSWORD}@{address}");
    let short = Duration::from_millis(100);
    let mut platform = Platform::answering(200, b"{}").await;
    for builder in [
        client().base_url("http://127.0.0.1:1"),
        client().base_url(format!("http://{silent}")).timeout(short),
        client().base_url(format!("https://{silent}")).connect_timeout(short).timeout(short),
        client().proxy(proxy("127.0.0.1:1")),
        client().proxy(proxy("127.0.0.1:1")).base_url("https://127.0.0.1:2").timeout(short),
        client().proxy(proxy(&silent.to_string())).timeout(short),
        client()
            .proxy(proxy(&platform.address.to_string()))
            .base_url("https://127.0.0.1:2")
            .timeout(short),
    ] {
        platform.client = builder.build().unwrap();
        everything(&mut platform, signatures, false).await;
    }
}

#[tokio::test]
async fn traces_and_logs_at_the_finest_level_show_no_secret() {
    let traces = captured();
    let mut signatures = Vec::new();
    let plain = serde_json::to_string(&user()).unwrap();
    let encrypted = EncryptKey::from_base64(ENCRYPT_KEY).unwrap().encrypt(plain.as_bytes());
    let mut forged = signed(200, b"{}");
    *forged.body_mut() = plain.clone().into_bytes();
    for bodies in [true, false] {
        let client = || knowing().trace_bodies(bodies);
        for answer in [
            signed(200, plain.as_bytes()),
            signed(200, encrypted.as_bytes()),
            signed(200, personal_json().to_string().as_bytes()),
            signed(200, json!({ "deliver_addresses": PHONE }).to_string().as_bytes()),
            signed(202, plain.as_bytes()),
            signed(400, refusal().as_bytes()),
            signed(502, plain.as_bytes()),
            forged.clone(),
        ] {
            let mut platform = Platform::with(client(), with_cookie(answer)).await;
            everything(&mut platform, &mut signatures, true).await;
        }
        let mut small = Platform::with(client().max_response_size(5), signed(200, b"123456")).await;
        everything(&mut small, &mut signatures, true).await;
        unreachable(client, &mut signatures).await;
    }

    let text = traces.take();
    for expected in [
        "alipay call",
        "alipay.operation=\"alipay.trade.pay\"",
        "http.response.status_code=400",
        "alipay.trace_id=\"trace-1\"",
        "succeeded",
        "failed",
        "direction=\"request\"",
        "direction=\"response\"",
        OUT_TRADE_NO,
        "reqwest::connect",
    ] {
        assert!(text.contains(expected), "`{expected}` is not traced: nothing is proved");
    }
    assert_hidden("a trace", &text);
    assert_eq!(signatures.len(), 2 * 9 * 7);
    for signature in signatures {
        assert!(!text.contains(&signature[..40]), "a signature is traced");
    }
}

#[tokio::test]
async fn bodies_are_traced_only_on_request() {
    // In this process another test has the subscriber: what is counted here is its own.
    for bodies in [false, true] {
        let traces = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(traces.clone())
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let platform = Platform::with(key_mode().trace_bodies(bodies), signed(200, b"{}")).await;
        platform.client.alipay_trade().pay(&order()).await.unwrap();
        let text = traces.take();
        assert_eq!(text.contains("direction"), bodies, "{text}");
    }
}

//! Any body as a response of TOP, and any text in one, in JSON and in XML: a rejection is never a
//! success, both formats say the same, and the body is not lost.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run top -- -max_total_time=60`

#![no_main]

mod platform;

use std::sync::LazyLock;

use alipay_sdk::Error;
use alipay_sdk::model::YunosMiniappOfflinepkgPushRequest;
use alipay_sdk::top::{Format, TopClient};
use libfuzzer_sys::fuzz_target;
use platform::ready;
use serde_json::{Value, json};

/// JSON, flat JSON and XML.
static CLIENTS: LazyLock<[TopClient; 3]> = LazyLock::new(|| {
    [(Format::Json, false), (Format::Json, true), (Format::Xml, false)].map(|(format, simplify)| {
        let builder = TopClient::builder().app_key("1").secret("s").format(format);
        builder.simplify(simplify).without_transport().build().expect("a client")
    })
});

fuzz_target!(|body: &[u8]| {
    for client in &*CLIENTS {
        untyped(client, body);
        typed(client, body);
    }
    // XML has no control characters, and blank elements say nothing there.
    let text = String::from_utf8_lossy(body);
    let stays = |text: &&str| {
        !text.trim().is_empty()
            && !text.contains(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    let texts: Vec<&str> = text.split(',').filter(stays).collect();
    let items: String =
        texts.iter().map(|text| format!("<string>{}</string>", escaped(text))).collect();
    let xml = format!("<a_response><list list=\"true\">{items}</list></a_response>");
    let json = json!({"a_response": {"list": {"string": texts}}}).to_string();
    for (client, body) in [(&CLIENTS[0], json), (&CLIENTS[2], xml)] {
        let response = untyped(client, body.as_bytes()).expect("a response");
        assert_eq!(response, json!({ "list": texts }), "{body}");
    }
});

fn untyped(client: &TopClient, body: &[u8]) -> Option<Value> {
    let (_, pending) = ready(client.untyped("a").prepare()).expect("a request");
    match pending.complete(http::Response::new(body.to_vec())) {
        Ok(response) => {
            let json: Option<Value> = serde_json::from_slice(body).ok();
            assert!(json.is_none_or(|json| json.get("error_response").is_none()), "a rejection");
            let _ = format!("{response:?}");
            Some(response.into_inner())
        }
        Err(error) => {
            check(&error, body);
            None
        }
    }
}

fn typed(client: &TopClient, body: &[u8]) {
    let request = YunosMiniappOfflinepkgPushRequest::new();
    let call = client.yunos_miniapp_offlinepkg().push(&request);
    let (_, pending) = ready(call.prepare()).expect("a request");
    if let Err(error) = pending.complete(http::Response::new(body.to_vec())) {
        check(&error, body);
    }
}

fn check(error: &Error, body: &[u8]) {
    assert_eq!(error.body().expect("an error of a response has a body")[..], *body, "another body");
    let _ = (format!("{error} {error:?}"), error.is_retryable(), error.is_unknown_outcome());
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

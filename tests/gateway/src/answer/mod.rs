//! Answers on the wire: encrypted when the request was, and signed.

pub(crate) mod fake;

use std::time::{SystemTime, UNIX_EPOCH};

use http::Response;
use serde_json::Value;

use crate::check::Notes;
use crate::crypto;
use crate::platform::Platform;
use crate::refusal::Refusal;

/// What an answer carries.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Json(Value),
    /// Server-sent events.
    Events(Vec<Value>),
    Bytes(Vec<u8>),
    Nothing,
}

/// An answer to a request that passed.
pub(crate) fn success(
    platform: &Platform,
    notes: &Notes,
    trace_id: &str,
    content: Content,
) -> Response<Vec<u8>> {
    match content {
        Content::Nothing => plain(204, trace_id, "", Vec::new()),
        // Neither events nor files are signed.
        Content::Events(events) => {
            let text: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
            plain(200, trace_id, "text/event-stream;charset=utf-8", text.into_bytes())
        }
        Content::Bytes(bytes) => plain(200, trace_id, "application/octet-stream", bytes),
        Content::Json(json) => {
            let text = json.to_string();
            let (content_type, body) = match &notes.app {
                Some((_, app)) if notes.encrypted => {
                    ("text/plain", crypto::encrypt(&app.encrypt_key, text.as_bytes()))
                }
                _ => ("application/json;charset=utf-8", text),
            };
            sign(platform, notes, plain(200, trace_id, content_type, body.into_bytes()))
        }
    }
}

/// A refusal; never encrypted.
pub(crate) fn refusal(
    platform: &Platform,
    notes: &Notes,
    trace_id: &str,
    refusal: &Refusal,
) -> Response<Vec<u8>> {
    let body = refusal.body().to_string().into_bytes();
    let status = refusal.status;
    sign(platform, notes, plain(status, trace_id, "application/json;charset=utf-8", body))
}

fn plain(status: u16, trace_id: &str, content_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut answer = Response::new(body);
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    put(&mut answer, "alipay-trace-id", trace_id);
    if !content_type.is_empty() {
        put(&mut answer, "content-type", content_type);
    }
    answer
}

fn sign(platform: &Platform, notes: &Notes, mut answer: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let timestamp = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let timestamp = timestamp.as_millis().to_string();
    let nonce = format!("{:032x}", u128::from_be_bytes(random()));
    let mut text = format!("{timestamp}\n{nonce}\n").into_bytes();
    text.extend_from_slice(answer.body());
    text.push(b'\n');
    if let Some((signature, serial)) = platform.sign(&text) {
        put(&mut answer, "alipay-timestamp", &timestamp);
        put(&mut answer, "alipay-nonce", &nonce);
        put(&mut answer, "alipay-signature", &signature);
        if notes.certificate_mode {
            put(&mut answer, "alipay-sn", &serial);
        }
    }
    answer
}

/// The answer with a changed body, and a signature that holds for it.
pub(crate) fn resigned(
    platform: &Platform,
    notes: &Notes,
    mut answer: Response<Vec<u8>>,
    change: impl FnOnce(&mut Vec<u8>),
) -> Response<Vec<u8>> {
    change(answer.body_mut());
    sign(platform, notes, answer)
}

pub(crate) fn put(answer: &mut Response<Vec<u8>>, name: &'static str, value: &str) {
    if let Ok(value) = http::HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// Sixteen bytes of chance.
pub(crate) fn random() -> [u8; 16] {
    use ring::rand::SecureRandom;

    let mut bytes = [0; 16];
    let _ = ring::rand::SystemRandom::new().fill(&mut bytes);
    bytes
}

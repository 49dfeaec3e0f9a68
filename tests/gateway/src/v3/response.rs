//! Answers of v3 on the wire: encrypted when the request was, and signed.

use std::time::{SystemTime, UNIX_EPOCH};

use http::Response;

use super::check::Notes;
use crate::content::Content;
use crate::fault::Fault;
use crate::platform::Platform;
use crate::refusal::Refusal;
use crate::{crypto, header, ids};

/// An answer to a request that passed.
pub(super) fn success(
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
pub(super) fn refusal(
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
    header::set(&mut answer, "alipay-trace-id", trace_id);
    if !content_type.is_empty() {
        header::set(&mut answer, "content-type", content_type);
    }
    answer
}

fn sign(platform: &Platform, notes: &Notes, mut answer: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let timestamp = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let timestamp = timestamp.as_millis().to_string();
    let nonce = ids::random();
    let mut text = format!("{timestamp}\n{nonce}\n").into_bytes();
    text.extend_from_slice(answer.body());
    text.push(b'\n');
    if let Some((signature, serial)) = platform.sign(&text) {
        header::set(&mut answer, "alipay-timestamp", &timestamp);
        header::set(&mut answer, "alipay-nonce", &nonce);
        header::set(&mut answer, "alipay-signature", &signature);
        if notes.certificate_mode {
            header::set(&mut answer, "alipay-sn", &serial);
        }
    }
    answer
}

/// The answer as the fault has it.
pub(super) fn misbehave(
    platform: &Platform,
    notes: &Notes,
    trace_id: &str,
    mut answer: Response<Vec<u8>>,
    fault: &Fault,
) -> Response<Vec<u8>> {
    match fault {
        Fault::WrongSignature => {
            let signature = platform.sign(b"another text").map(|(signature, _)| signature);
            header::set(&mut answer, "alipay-signature", &signature.unwrap_or_default());
        }
        Fault::MissingSignature => drop(answer.headers_mut().remove("alipay-signature")),
        Fault::UnknownSerial => header::set(&mut answer, "alipay-sn", &"0".repeat(32)),
        Fault::TooManyRequests => {
            let limited = Refusal::new(429, "app-call-limited", "应用调用次数超限");
            answer = refusal(platform, notes, trace_id, &limited);
            header::set(&mut answer, "retry-after", "1");
        }
        Fault::SystemError => {
            let failed = Refusal::new(500, "unknow-error", "服务暂不可用");
            answer = refusal(platform, notes, trace_id, &failed);
        }
        Fault::Accepted => {
            let content = Content::Json(serde_json::json!({}));
            answer = success(platform, notes, trace_id, content);
            *answer.status_mut() = http::StatusCode::ACCEPTED;
        }
        Fault::NotUtf8 | Fault::HugeBody(_) => {
            fault.spoil(answer.body_mut());
            answer = sign(platform, notes, answer);
        }
        _ => {}
    }
    answer
}

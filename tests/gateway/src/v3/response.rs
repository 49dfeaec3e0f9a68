//! Responses of v3 on the wire: encrypted when the request was, and signed.

use std::time::{SystemTime, UNIX_EPOCH};

use http::Response;

use super::check::Notes;
use crate::content::Content;
use crate::fault::Fault;
use crate::platform::Platform;
use crate::rejection::Rejection;
use crate::{crypto, header, ids};

/// A response to a request that passed.
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
                Some(app) if notes.encrypted => {
                    ("text/plain", crypto::encrypt(&app.encrypt_key, text.as_bytes()))
                }
                _ => ("application/json;charset=utf-8", text),
            };
            sign(platform, notes, plain(200, trace_id, content_type, body.into_bytes()))
        }
    }
}

/// A rejection; never encrypted.
pub(super) fn rejection(
    platform: &Platform,
    notes: &Notes,
    trace_id: &str,
    rejection: &Rejection,
) -> Response<Vec<u8>> {
    let body = rejection.body().to_string().into_bytes();
    let status = rejection.status;
    sign(platform, notes, plain(status, trace_id, "application/json;charset=utf-8", body))
}

fn plain(status: u16, trace_id: &str, content_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    header::set(&mut response, "alipay-trace-id", trace_id);
    if !content_type.is_empty() {
        header::set(&mut response, "content-type", content_type);
    }
    response
}

fn sign(platform: &Platform, notes: &Notes, mut response: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let timestamp = now.as_millis().to_string();
    let nonce = ids::random();
    let mut text = format!("{timestamp}\n{nonce}\n").into_bytes();
    text.extend_from_slice(response.body());
    text.push(b'\n');
    if let Some((signature, serial)) = platform.sign(&text) {
        header::set(&mut response, "alipay-timestamp", &timestamp);
        header::set(&mut response, "alipay-nonce", &nonce);
        header::set(&mut response, "alipay-signature", &signature);
        if notes.certificate_mode {
            header::set(&mut response, "alipay-sn", &serial);
        }
    }
    response
}

/// The response as the fault has it.
pub(super) fn misbehave(
    platform: &Platform,
    notes: &Notes,
    trace_id: &str,
    mut response: Response<Vec<u8>>,
    fault: &Fault,
) -> Response<Vec<u8>> {
    match fault {
        Fault::WrongSignature => {
            let signature = platform.sign(b"another text").map(|(signature, _)| signature);
            header::set(&mut response, "alipay-signature", &signature.unwrap_or_default());
        }
        Fault::MissingSignature => drop(response.headers_mut().remove("alipay-signature")),
        Fault::UnknownSerial => header::set(&mut response, "alipay-sn", &"0".repeat(32)),
        Fault::TooManyRequests => {
            let limited = Rejection::new(429, "app-call-limited", "应用调用次数超限");
            response = rejection(platform, notes, trace_id, &limited);
            header::set(&mut response, "retry-after", "1");
        }
        Fault::SystemError => {
            let failed = Rejection::new(500, "unknow-error", "服务暂不可用");
            response = rejection(platform, notes, trace_id, &failed);
        }
        Fault::Accepted => {
            let content = Content::Json(serde_json::json!({}));
            response = success(platform, notes, trace_id, content);
            *response.status_mut() = http::StatusCode::ACCEPTED;
        }
        Fault::NotUtf8 | Fault::HugeBody(_) => {
            fault.spoil(response.body_mut());
            response = sign(platform, notes, response);
        }
        _ => {}
    }
    response
}

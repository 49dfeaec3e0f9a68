//! The response: verified first, then judged, then decrypted.

use bytes::Bytes;
use http::StatusCode;

use crate::error::{ApiError, Error, ErrorKind, SignatureError};
use crate::protocol::contract::Exchange;
use crate::protocol::identity::Application;
use crate::protocol::rejection;
use crate::response::{Accepted, Content};
use crate::trust::{SIGNATURE, SignatureProblem};
use crate::wire::Received;
use alipay_sdk_core::DecryptError;

pub(super) fn accept(
    application: &Application,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let (status, signed) = (received.status, must_be_signed(exchange, &received));
    let verified = if signed || !status.is_success() {
        match check_signature(application, &received) {
            Ok(verified) => verified,
            Err(problem) => return Err(not_verified(exchange, problem, received)),
        }
    } else {
        false
    };
    // The status is not signed: a rejection stays one under any.
    if !status.is_success() || signed && is_rejection(&received.body) {
        let error = rejection(exchange, verified, &received);
        return Err(exchange.error(ErrorKind::Api(error), received));
    }
    if status == StatusCode::ACCEPTED {
        return Err(exchange.error(ErrorKind::NotProcessed, received));
    }
    let plain = match decrypted(application, exchange, signed, &received) {
        Ok(plain) => plain,
        Err(error) => return Err(exchange.error(ErrorKind::Decryption(error), received)),
    };
    Ok(Accepted { received, content: Content::new(plain), verified, trace_id: None })
}

/// Whether a success must be signed. Files and events are not; but one document in the place of events may be,
/// and then the signature must hold.
fn must_be_signed(exchange: &Exchange, received: &Received) -> bool {
    let shape = exchange.shape;
    let document = shape.streamed && !shape.is_events(received.status, &received.headers);
    shape.signed || document && received.headers.contains_key(SIGNATURE)
}

fn check_signature(
    application: &Application,
    received: &Received,
) -> Result<bool, SignatureProblem> {
    let Received { status, headers, body } = received;
    let now = application.identity.clock.now();
    application.trust.check_response(*status, headers, body, now)
}

fn not_verified(exchange: &Exchange, problem: SignatureProblem, received: Received) -> Error {
    let claimed = (!received.status.is_success()).then(|| rejection(exchange, false, &received));
    exchange.error(ErrorKind::Signature(SignatureError { problem, claimed }), received)
}

fn rejection(exchange: &Exchange, verified: bool, received: &Received) -> ApiError {
    rejection::read(&exchange.call, verified, received)
}

fn decrypted(
    application: &Application,
    exchange: &Exchange,
    signed: bool,
    received: &Received,
) -> Result<Bytes, DecryptError> {
    match application.identity.encrypt_key.as_ref().filter(|_| exchange.encrypted && signed) {
        Some(key) if !received.body.is_empty() => key.decrypt(&received.body).map(Bytes::from),
        _ => Ok(received.bytes()),
    }
}

/// Whether a body is that of a rejection and nothing else: no response of the documents has both a
/// `code` and a `message`.
fn is_rejection(body: &[u8]) -> bool {
    const FIELDS: [&str; 4] = ["code", "message", "links", "details"];

    // A look before the body is taken apart: responses have no such field.
    if body.len() > 64 << 10 || !body.windows(9).any(|text| text == b"\"message\"") {
        return false;
    }
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| json.get(name).is_some_and(|value| value.is_string());
    let fields = json.as_object().into_iter().flat_map(|object| object.keys());
    text("code") && text("message") && { fields }.all(|name| FIELDS.contains(&&**name))
}

//! The response: verified first, then judged, then decrypted.

use std::borrow::Cow;

use bytes::Bytes;
use http::StatusCode;

use super::judge::{claims_rejection, is_rejection};
use crate::error::{EarlyCodes, Error, ErrorKind, SignatureError};
use crate::protocol::contract::Exchange;
use crate::protocol::identity::Application;
use crate::protocol::reader::Reader;
use crate::protocol::rejection;
use crate::protocol::unsigned::{self, Found};
use crate::response::{Accepted, Content};
use alipay_sdk_core::{
    trust::{SIGNATURE, SignatureProblem},
    wire::{Charset, RawBody, Received, in_utf8},
};

pub(super) fn accept(
    application: &Application,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let now = application.identity.clock.now();
    let reader = Reader { call: &exchange.call, codes: EarlyCodes::V3, now };
    let signed = must_be_signed(exchange, &received);
    let verified = if signed || !received.status.is_success() {
        let Received { status, headers, body } = &received;
        match application.trust.check_response(*status, headers, body, now) {
            Ok(verified) => verified,
            Err(problem) => return Err(not_verified(&reader, exchange, problem, received)),
        }
    } else {
        false
    };
    let plain = plain_text(application, &reader, (signed, verified), exchange, &received)?;
    Ok(Accepted { received, content: Content::new(plain), verified, trace_id: None })
}

/// The plain text of a success, which is no rejection.
fn plain_text(
    application: &Application,
    reader: &Reader<'_>,
    (signed, verified): (bool, bool),
    exchange: &Exchange,
    received: &Received,
) -> Result<Bytes, Error> {
    let Received { status, body, .. } = received;
    let is_rejection = |received: &Received| is_rejection(exchange, received, verified);
    let error = |kind| exchange.error(kind, received.clone());
    let rejected =
        |received: &Received| error(ErrorKind::Api(rejection::read(reader, verified, received)));
    let with_body = |body| Received { body: RawBody::new(body), ..received.clone() };
    // The status is not signed. A body that is signed tells itself what it is; a rejection is never
    // encrypted.
    let tells = signed || verified || is_document(exchange, received);
    let judged = if tells { is_rejection(received) } else { Ok(false) };
    if !status.is_success() && verified && judged != Ok(true) {
        return Err(error(ErrorKind::UnexpectedStatus));
    }
    if !status.is_success() || judged == Ok(true) {
        return Err(rejected(received));
    }
    if *status == StatusCode::ACCEPTED {
        // Nobody but the platform may ask for a retry.
        return Err(match verified {
            true => error(ErrorKind::NotProcessed),
            false => not_verified(reader, exchange, SignatureProblem::Missing, received.clone()),
        });
    }
    // A signed body is JSON, in any charset.
    let charsets = Charset::all(&received.headers);
    let text = |bytes: Bytes| {
        if !signed {
            return bytes;
        }
        let changed = match in_utf8(&bytes, &charsets) {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        changed.map_or(bytes, Bytes::from)
    };
    let key = application.identity.encrypt_key.as_ref();
    let Some(key) = key.filter(|_| exchange.encrypted && signed && !body.is_empty()) else {
        let unclear = |problem| error(ErrorKind::Decode(problem));
        return judged.map(|_| text(received.bytes())).map_err(unclear);
    };
    let plain = key.decrypt(body).map_err(|problem| error(ErrorKind::Decryption(problem)))?;
    let plain = text(plain.into());
    let decrypted = with_body(plain.clone());
    match is_rejection(&decrypted) {
        Ok(false) => Ok(plain),
        Ok(true) => Err(rejected(&decrypted)),
        Err(problem) => Err(exchange.error(ErrorKind::Decode(problem), decrypted)),
    }
}

/// Whether a success must be signed. Files and events are not; but one document in the place of
/// events may be, and then the signature must hold.
fn must_be_signed(exchange: &Exchange, received: &Received) -> bool {
    let is_signed = received.headers.contains_key(SIGNATURE);
    exchange.shape.signed || is_document(exchange, received) && is_signed
}

/// Whether it is one document in the place of events.
fn is_document(exchange: &Exchange, received: &Received) -> bool {
    let shape = exchange.shape;
    shape.streamed && !shape.is_events(received.status, &received.headers)
}

fn not_verified(
    reader: &Reader<'_>,
    exchange: &Exchange,
    problem: SignatureProblem,
    received: Received,
) -> Error {
    let error = if problem == SignatureProblem::Missing {
        // Base64 of whole blocks of 16 bytes.
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let is_ciphertext = exchange.encrypted && received.body.iter().all(is_base64);
        let found = if is_ciphertext { Found::Ciphertext } else { Found::Unknown };
        unsigned::error(reader, &received, found, |claims| {
            claims_rejection(exchange, claims).unwrap_or_default()
        })
    } else {
        let is_rejected = !received.status.is_success();
        let claimed = is_rejected.then(|| rejection::read(reader, false, &received));
        SignatureError { problem, claimed, hint: None }
    };
    exchange.error(ErrorKind::Signature(error), received)
}

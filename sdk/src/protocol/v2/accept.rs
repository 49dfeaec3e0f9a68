//! The response: the field that holds it is verified as it was received, then judged, then
//! decrypted.

use std::borrow::Cow;

use bytes::Bytes;

use super::endpoint::Endpoint;
use super::judge::Judge;
use super::rejection::is_rejection;
use super::signed_field::{SignedField, other_response};
use crate::error::{EarlyCodes, Error, ErrorKind, SignatureError};
use crate::protocol::contract::Exchange;
use crate::protocol::reader::Reader;
use crate::protocol::rejection as http_rejection;
use crate::protocol::unsigned::{self, Found};
use crate::response::{Accepted, Content};
use alipay_sdk_core::{
    DecryptError, EncryptKey,
    json::{self, Claims},
    wire::{Received, outline},
};

/// The accepted part is the field that holds the response, its text as it was signed.
pub(super) fn accept(
    endpoint: &Endpoint,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let plain = plain_text(endpoint, exchange, &received)?;
    // The gateway says 200 to all. The status is not signed, so it can make an outcome unknown.
    if !received.status.is_success() {
        return Err(exchange.error(ErrorKind::UnexpectedStatus, received));
    }
    Ok(Accepted { received, content: Content::new(plain), verified: true, trace_id: None })
}

/// The plain text of a success: verified, and no rejection.
fn plain_text(
    endpoint: &Endpoint,
    exchange: &Exchange,
    received: &Received,
) -> Result<Bytes, Error> {
    let body = received.bytes();
    let outline = outline(&body);
    let now = endpoint.application.identity.clock.now();
    let reader = Reader { call: &exchange.call, codes: EarlyCodes::V2, now };
    let signed = match SignedField::read(&exchange.call.operation, &body, &outline) {
        Ok(Some(signed)) => signed,
        Ok(None) => return Err(no_response(&reader, exchange, &outline, received)),
        Err(problem) => return Err(exchange.not_verified(problem, received.clone())),
    };
    let is_error = signed.is_error;
    let mut judge = Judge { exchange, reader, received, is_error, verified: false };
    let verifier = endpoint.application.trust.verifier();
    let verified = match signed.verify(verifier, endpoint.sign_type) {
        Ok(Some(verified)) => verified,
        Ok(None) => return Err(unsigned(&judge, &signed)),
        Err(problem) => {
            let claimed = judge.rejection(&judge.text(signed.value)).ok().flatten();
            let error = SignatureError { problem, claimed, hint: None };
            return Err(judge.error(ErrorKind::Signature(error)));
        }
    };
    judge.verified = true;
    let text = judge.text(&verified);
    judge.check(&text, &['{', '"'])?;
    let key = endpoint.application.identity.encrypt_key.as_ref();
    match decrypted(&text, key).map_err(|error| judge.error(ErrorKind::Decryption(error)))? {
        Some(plain) => {
            let plain = judge.text(&plain).into_owned();
            judge.check(&plain, &['{'])?;
            Ok(plain.into())
        }
        None => Ok(match (&verified, text) {
            (Cow::Borrowed(_), Cow::Borrowed(text)) => body.slice_ref(text.as_bytes()),
            (_, text) => text.into_owned().into(),
        }),
    }
}

/// The plain text of a text that is encrypted: ciphertext stands between quotes.
fn decrypted(text: &str, key: Option<&EncryptKey>) -> Result<Option<Vec<u8>>, DecryptError> {
    let Some(encrypted) = json::text(text) else { return Ok(None) };
    key.ok_or(DecryptError::NoKey)?.decrypt(encrypted.as_bytes()).map(Some)
}

/// The error of a response without a signature: a rejection may have none.
fn unsigned(judge: &Judge<'_>, signed: &SignedField<'_>) -> Error {
    if let Ok(Some(rejection)) = judge.rejection(&judge.text(signed.value)) {
        return judge.error(ErrorKind::Api(rejection));
    }
    let is_ciphertext = signed.value.starts_with(b"\"");
    let found = if is_ciphertext { Found::Ciphertext } else { Found::Unknown };
    let error = unsigned::error(&judge.reader, judge.received, found, |_| false);
    judge.error(ErrorKind::Signature(error))
}

/// A proxy's page, or no response of the gateway to this method.
fn no_response(
    reader: &Reader<'_>,
    exchange: &Exchange,
    outline: &str,
    received: &Received,
) -> Error {
    let kind = if received.status.is_success() {
        let other = other_response(outline);
        let found = other.as_deref().map_or(Found::Unknown, Found::Other);
        let is_rejection = |claims: &Claims<'_>| is_rejection(claims).unwrap_or_default();
        ErrorKind::Signature(unsigned::error(reader, received, found, is_rejection))
    } else {
        ErrorKind::Api(http_rejection::read(reader, false, received))
    };
    exchange.error(kind, received.clone())
}

//! The response: the field that holds it is verified as it was received, then judged, then decrypted.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use super::endpoint::Endpoint;
use super::fields::Fields;
use super::rejection;
use crate::error::{Error, ErrorKind, SignatureError};
use crate::protocol::contract::Exchange;
use crate::protocol::rejection as http_rejection;
use crate::response::{Accepted, Content};
use crate::trust::{SignatureProblem, Verifier, signature_bytes};
use crate::wire::Received;
use alipay_sdk_core::protocol::v2::{response_field, response_texts};
use alipay_sdk_core::{DecryptError, EncryptKey, SignType};

/// The field in the place of the response, when the gateway rejects a request itself.
const ERROR: &str = "error_response";

/// What is accepted is the field that holds the response, its text as it was signed.
pub(super) fn accept(
    endpoint: &Endpoint,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let body = received.bytes();
    let signed = match SignedField::read(&exchange.call.operation, &body) {
        Ok(Some(signed)) => signed,
        // A proxy's page, or no response of a gateway at all.
        Ok(None) if !received.status.is_success() => {
            let error = http_rejection::read(&exchange.call, false, &received);
            return Err(exchange.error(ErrorKind::Api(error), received));
        }
        Ok(None) => return Err(exchange.not_verified(SignatureProblem::Missing, received)),
        Err(problem) => return Err(exchange.not_verified(problem, received)),
    };
    let verifier = endpoint.application.trust.verifier();
    let (text, verified) = match signed.verify(verifier, endpoint.sign_type) {
        Ok(Some(text)) => (text, true),
        Ok(None) => (Cow::Borrowed(signed.value), false),
        Err(problem) => {
            let claimed = signed.rejection(signed.value);
            let claimed = claimed.map(|json| rejection::read(&exchange.call, false, &json));
            let kind = ErrorKind::Signature(SignatureError { problem, claimed });
            return Err(exchange.error(kind, received));
        }
    };
    let rejected = |json: &Value| ErrorKind::Api(rejection::read(&exchange.call, verified, json));
    if let Some(json) = signed.rejection(&text) {
        return Err(exchange.error(rejected(&json), received));
    }
    let key = endpoint.application.identity.encrypt_key.as_ref();
    let plain = match plain_text(text, key, &body) {
        Ok(plain) => plain,
        Err(error) => return Err(exchange.error(ErrorKind::Decryption(error), received)),
    };
    if let Some(json) = rejection::find(&plain) {
        return Err(exchange.error(rejected(&json), received));
    }
    Ok(Accepted { received, content: Content::new(plain), verified, trace_id: None })
}

/// The text of a response: ciphertext stands between quotes.
fn plain_text(
    text: Cow<'_, str>,
    key: Option<&EncryptKey>,
    body: &Bytes,
) -> Result<Bytes, DecryptError> {
    if let Ok(encrypted) = serde_json::from_str::<String>(&text) {
        return key.ok_or(DecryptError::NoKey)?.decrypt(encrypted.as_bytes()).map(Bytes::from);
    }
    Ok(match text {
        Cow::Borrowed(text) => body.slice_ref(text.as_bytes()),
        Cow::Owned(text) => Bytes::from(text),
    })
}

/// The field that holds the response, and how it is signed.
struct SignedField<'a> {
    /// Its text: an object, or ciphertext between quotes.
    value: &'a str,
    /// Whether that is the field for errors of the gateway.
    is_error: bool,
    signature: Option<String>,
    serial: Option<String>,
}

impl<'a> SignedField<'a> {
    /// Nothing when the body is not a response of the gateway.
    fn read(method: &str, body: &'a [u8]) -> Result<Option<Self>, SignatureProblem> {
        let Some(fields) = Fields::read(body) else { return Ok(None) };
        fields.check_unique()?;
        let own = response_field(method);
        let (name, value) = match (fields.get(&own), fields.get(ERROR)) {
            (Some(_), Some(_)) if own != ERROR => return Err(SignatureProblem::SeveralResponses),
            (Some(value), _) => (&*own, value),
            (None, Some(value)) => (ERROR, value),
            (None, None) => return Ok(None),
        };
        if fields.is_named_behind(name) {
            return Err(SignatureProblem::SeveralResponses);
        }
        let signature = match fields.get("sign") {
            None | Some("null" | "\"\"") => None,
            // A signature that is no text is none that could hold.
            Some(_) => Some(fields.text_of("sign").unwrap_or_default()),
        };
        let serial = fields.text_of("alipay_cert_sn");
        Ok(Some(Self { value, is_error: name == ERROR, signature, serial }))
    }

    /// The text that is signed: a rejection may be unsigned, but a signature that is there must hold.
    fn verify(
        &self,
        verifier: &Verifier,
        sign_type: SignType,
    ) -> Result<Option<Cow<'a, str>>, SignatureProblem> {
        let Some(signature) = &self.signature else {
            let may_be_unsigned = self.rejection(self.value).is_some();
            return if may_be_unsigned { Ok(None) } else { Err(SignatureProblem::Missing) };
        };
        let signature = signature_bytes(signature.as_bytes())?;
        let serial = self.serial.as_deref().map(str::as_bytes);
        for text in response_texts(self.value) {
            match verifier.verify(sign_type, text.as_bytes(), &signature, serial) {
                Err(SignatureProblem::Mismatch) => {}
                other => return other.map(|()| Some(text)),
            }
        }
        Err(SignatureProblem::Mismatch)
    }

    /// The rejection that its text is, when it is one that is not encrypted.
    fn rejection(&self, text: &str) -> Option<Value> {
        if self.is_error {
            return Some(serde_json::from_str(text).unwrap_or_default());
        }
        rejection::find(text.as_bytes())
    }
}

//! The field of a response that holds what it says, and its signature.

use std::borrow::Cow;

use alipay_sdk_core::{
    SignType,
    json::RawFields,
    protocol::v2::{response_field, response_texts},
    redact,
    trust::{SignatureProblem, Verifier, decode_signature},
};

/// The field in the place of the response, when the gateway rejects a request itself.
const ERROR: &str = "error_response";

/// The field that holds the response, and how it is signed.
pub(super) struct SignedField<'a> {
    /// Its bytes as they were received: an object, or ciphertext between quotes.
    pub(super) value: &'a [u8],
    /// Whether that is the field for errors of the gateway.
    pub(super) is_error: bool,
    signature: Option<String>,
    serial: Option<String>,
}

impl<'a> SignedField<'a> {
    /// Reads a body and its [outline](alipay_sdk_core::wire::outline). Nothing when it is not a
    /// response to this method.
    pub(super) fn read(
        method: &str,
        body: &'a [u8],
        outline: &str,
    ) -> Result<Option<Self>, SignatureProblem> {
        let Some(fields) = RawFields::read(outline) else { return Ok(None) };
        // Of two, somebody else might read the other.
        if let Some(name) = fields.duplicate() {
            return Err(SignatureProblem::RepeatedField(redact::line(name)));
        }
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
            Some(_) => Some(fields.text("sign").unwrap_or_default()),
        };
        let serial = match fields.get("alipay_cert_sn") {
            None | Some("null") => None,
            // A serial that is no text is none of a certificate.
            Some(other) => Some(fields.text("alipay_cert_sn").unwrap_or_else(|| other.to_owned())),
        };
        // Both have the same length.
        let start = value.as_ptr() as usize - outline.as_ptr() as usize;
        let value = body.get(start..start + value.len()).unwrap_or_default();
        Ok(Some(Self { value, is_error: name == ERROR, signature, serial }))
    }

    /// The text that is signed, byte by byte; nothing when there is no signature.
    pub(super) fn verify(
        &self,
        verifier: &Verifier,
        sign_type: SignType,
    ) -> Result<Option<Cow<'a, [u8]>>, SignatureProblem> {
        let Some(signature) = &self.signature else { return Ok(None) };
        let signature = decode_signature(signature.as_bytes())?;
        let serial = self.serial.as_deref().map(str::as_bytes);
        for text in response_texts(self.value) {
            match verifier.verify(sign_type, &text, &signature, serial) {
                Err(SignatureProblem::Mismatch) => {}
                other => return other.map(|()| Some(text)),
            }
        }
        Err(SignatureProblem::Mismatch)
    }
}

/// The name of the response to another method, in one line.
pub(super) fn other_response(outline: &str) -> Option<String> {
    let fields = RawFields::read(outline)?;
    fields.names().find(|name| name.ends_with("_response")).map(redact::line)
}

//! Whether a text was signed by Alipay.

use std::sync::{PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::SignatureProblem;
use crate::protocol::v3;
use alipay_sdk_core::Certificate;
use alipay_sdk_core::{PublicKey, SignType};

pub(crate) const SIGNATURE: &str = "alipay-signature";
const TIMESTAMP: &str = "alipay-timestamp";
const NONCE: &str = "alipay-nonce";
const SERIAL: &str = "alipay-sn";

/// The keys that Alipay signs with.
pub(crate) enum Verifier {
    Key(PublicKey),
    /// Several while certificates change; the answer names the one it was signed with.
    Certificates(RwLock<Vec<Certificate>>),
}

/// A signature that holds, and when it was made.
pub(crate) struct Signed {
    /// `alipay-timestamp`: Unix time in milliseconds.
    pub(crate) timestamp: Option<u128>,
}

impl Verifier {
    /// The certificates, in certificate mode.
    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        match self {
            Self::Key(_) => Vec::new(),
            Self::Certificates(known) => {
                known.read().unwrap_or_else(PoisonError::into_inner).clone()
            }
        }
    }

    /// Adds a certificate; false in key mode.
    pub(crate) fn add(&self, certificate: Certificate) -> bool {
        let Self::Certificates(known) = self else { return false };
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        if known.iter().all(|one| one.serial() != certificate.serial()) {
            known.push(certificate);
        }
        true
    }

    /// Removes the certificate with this serial; false when there is none.
    pub(crate) fn remove(&self, serial: &str) -> bool {
        let Self::Certificates(known) = self else { return false };
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.len();
        known.retain(|one| one.serial() != serial);
        known.len() < before
    }

    /// Checks an answer as table A.8 of the protocol has it: a success must be signed, unless
    /// it is empty and says so (204); a refusal may be unsigned (`None`), but when it is signed
    /// the signature must hold.
    pub(crate) fn answer(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<Signed>, SignatureProblem> {
        let signature = single(headers, SIGNATURE)?.map(HeaderValue::as_bytes);
        // Some gateways write an absent signature as the text `null`.
        let Some(signature) = signature.filter(|text| !matches!(*text, b"" | b"null")) else {
            let empty = status == StatusCode::NO_CONTENT && body.is_empty();
            let may_be_unsigned = empty || !status.is_success();
            return if may_be_unsigned { Ok(None) } else { Err(SignatureProblem::Missing) };
        };
        let timestamp = required(headers, TIMESTAMP)?;
        let nonce = required(headers, NONCE)?;
        let serial = single(headers, SERIAL)?.map(HeaderValue::as_bytes);
        let signature = STANDARD.decode(signature).map_err(|_| SignatureProblem::NotBase64)?;
        let text = v3::answer_text(timestamp, nonce, body);
        self.verify(SignType::Rsa2, &text, &signature, serial)?;
        let timestamp = std::str::from_utf8(timestamp).ok().and_then(|text| text.parse().ok());
        Ok(Some(Signed { timestamp }))
    }

    /// Checks a signature by the key of the certificate that has this serial, or by any of the
    /// configured keys when none is named.
    pub(crate) fn verify(
        &self,
        sign_type: SignType,
        text: &[u8],
        signature: &[u8],
        serial: Option<&[u8]>,
    ) -> Result<(), SignatureProblem> {
        let holds = |key: &PublicKey| key.verify_as(sign_type, text, signature);
        let accepted = match self {
            Self::Key(key) => holds(key),
            Self::Certificates(known) => {
                let known = known.read().unwrap_or_else(PoisonError::into_inner);
                let mut named = known
                    .iter()
                    .filter(|one| serial.is_none_or(|serial| one.serial().as_bytes() == serial))
                    .peekable();
                if named.peek().is_none() {
                    let serial = String::from_utf8_lossy(serial.unwrap_or_default()).into_owned();
                    return Err(SignatureProblem::UnknownCertificate { serial });
                }
                named.any(|one| one.public_key().is_ok_and(holds))
            }
        };
        if accepted { Ok(()) } else { Err(SignatureProblem::Mismatch) }
    }
}

/// The value of a header that may stand only once: of two, a proxy and we might read different
/// ones.
fn single<'a>(
    headers: &'a HeaderMap,
    name: &'static str,
) -> Result<Option<&'a HeaderValue>, SignatureProblem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(SignatureProblem::RepeatedHeader(name));
    }
    Ok(first)
}

fn required<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a [u8], SignatureProblem> {
    let value = single(headers, name)?.map(HeaderValue::as_bytes);
    value.ok_or(SignatureProblem::MissingHeader(name))
}

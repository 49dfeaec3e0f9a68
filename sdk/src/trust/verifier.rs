//! Whether a text was signed by Alipay.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use http::{HeaderMap, HeaderValue, StatusCode};

use super::problem::{SignatureProblem, signature_bytes};
use crate::redact;
use alipay_sdk_core::protocol::v3;
use alipay_sdk_core::{Certificate, PublicKey, SignType};

pub(crate) const SIGNATURE: &str = "alipay-signature";
const TIMESTAMP: &str = "alipay-timestamp";
const NONCE: &str = "alipay-nonce";
const SERIAL: &str = "alipay-sn";

/// The keys that Alipay signs with.
pub(crate) enum Verifier {
    Key(PublicKey),
    /// Several while certificates change; the response names the one it was signed with.
    Certificates(RwLock<Known>),
}

/// Certificates of Alipay, and the serials of those that somebody took away: a source must not bring
/// them back.
pub(crate) struct Known {
    certificates: Vec<Certificate>,
    removed: BTreeSet<String>,
}

/// A signature that holds, and when it was made.
pub(crate) struct Signed {
    /// `alipay-timestamp`: Unix time in milliseconds.
    pub(crate) timestamp: Option<u128>,
}

impl Verifier {
    pub(crate) fn from_certificates(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        let certificates = certificates.into_iter().collect();
        Self::Certificates(RwLock::new(Known { certificates, removed: BTreeSet::new() }))
    }

    /// The certificates, in certificate mode.
    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        self.known().map(|known| known.certificates.clone()).unwrap_or_default()
    }

    /// Adds a certificate because somebody says so, also one that was removed before; false in key mode.
    pub(crate) fn add(&self, certificate: Certificate) -> bool {
        let Some(mut known) = self.known_mut() else { return false };
        known.removed.remove(certificate.serial());
        known.add(certificate);
        true
    }

    /// Adds a certificate that was fetched; false when it was removed before.
    #[allow(dead_code, reason = "for the feature `certificate-source`")]
    pub(crate) fn learn(&self, certificate: Certificate) -> bool {
        let Some(mut known) = self.known_mut() else { return false };
        if known.removed.contains(certificate.serial()) {
            return false;
        }
        known.add(certificate);
        true
    }

    /// Removes the certificate with this serial for good; false when there is none.
    pub(crate) fn remove(&self, serial: &str) -> bool {
        let Some(mut known) = self.known_mut() else { return false };
        let serial = serial.trim().to_ascii_lowercase();
        let before = known.certificates.len();
        known.certificates.retain(|one| one.serial() != serial);
        known.removed.insert(serial);
        known.certificates.len() < before
    }

    /// Whether the certificate with this serial was removed, and not added again.
    #[allow(dead_code, reason = "for the feature `certificate-source`")]
    pub(crate) fn is_removed(&self, serial: &str) -> bool {
        self.known().is_some_and(|known| known.removed.contains(serial))
    }

    fn known(&self) -> Option<RwLockReadGuard<'_, Known>> {
        match self {
            Self::Key(_) => None,
            Self::Certificates(known) => Some(known.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    fn known_mut(&self) -> Option<RwLockWriteGuard<'_, Known>> {
        match self {
            Self::Key(_) => None,
            Self::Certificates(known) => {
                Some(known.write().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }

    /// Checks a response as table A.8 of the protocol has it: a success must be signed, unless
    /// it is empty and says so (204); a rejection may be unsigned (`None`), but when it is signed
    /// the signature must hold.
    pub(super) fn check_response(
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
        let signature = signature_bytes(signature)?;
        let text = v3::response_text(timestamp, nonce, body);
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
                    .certificates
                    .iter()
                    .filter(|one| serial.is_none_or(|serial| one.serial().as_bytes() == serial))
                    .peekable();
                if named.peek().is_none() {
                    let serial = shown_serial(serial.unwrap_or_default());
                    return Err(SignatureProblem::UnknownCertificate { serial });
                }
                named.any(|one| one.public_key().is_ok_and(holds))
            }
        };
        if accepted { Ok(()) } else { Err(SignatureProblem::Mismatch) }
    }
}

impl Known {
    fn add(&mut self, certificate: Certificate) {
        if self.certificates.iter().all(|one| one.serial() != certificate.serial()) {
            self.certificates.push(certificate);
        }
    }
}

/// Whether a text is a serial of a certificate: 32 hexadecimal digits.
pub(crate) fn is_serial(text: &[u8]) -> bool {
    text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit)
}

/// A serial as errors and logs may show it: whatever else stands in its place is masked and cut.
fn shown_serial(serial: &[u8]) -> String {
    let text = String::from_utf8_lossy(serial);
    if is_serial(serial) { text.into_owned() } else { redact::line(&text) }
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

//! Whether a text was signed by Alipay.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use http::{HeaderMap, HeaderValue, StatusCode};

use super::known::Known;
use super::problem::SignatureProblem;
use super::signature;
use crate::{Certificate, PublicKey, SignType, clock::Clock, protocol::v3};

/// The header of a v3 signature.
pub const SIGNATURE: &str = "alipay-signature";
const TIMESTAMP: &str = "alipay-timestamp";
const NONCE: &str = "alipay-nonce";
const SERIAL: &str = "alipay-sn";

/// The keys that Alipay signs with.
pub struct Verifier(Keys);

enum Keys {
    Key(PublicKey),
    /// Several while certificates change; the response names the one it was signed with.
    Certificates(RwLock<Known>),
}

/// A signature that holds, and when it was made.
pub(super) struct Signed {
    /// `alipay-timestamp`: Unix time in milliseconds.
    pub(super) timestamp: Option<u128>,
}

impl Verifier {
    pub fn from_key(key: PublicKey) -> Self {
        Self(Keys::Key(key))
    }

    pub fn from_certificates(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        Self(Keys::Certificates(RwLock::new(Known::configured(certificates))))
    }

    /// The certificates, in certificate mode.
    pub fn certificates(&self) -> Vec<Certificate> {
        self.known().map(|known| known.certificates().cloned().collect()).unwrap_or_default()
    }

    /// Those of them that somebody configured.
    pub fn configured(&self) -> Vec<Certificate> {
        self.known().map(|known| known.configured_ones().cloned().collect()).unwrap_or_default()
    }

    /// Adds a certificate because somebody says so, also one that was removed before; false in key
    /// mode.
    pub fn add(&self, certificate: Certificate) -> bool {
        self.known_mut().map(|mut known| known.add(certificate)).is_some()
    }

    /// Adds a certificate that was fetched, for as long as it is valid by this clock; false when it
    /// was removed before.
    #[allow(dead_code, reason = "for the feature `certificate-source`")]
    pub(super) fn learn(&self, certificate: Certificate, clock: Arc<dyn Clock>) -> bool {
        self.known_mut().is_some_and(|mut known| known.learn(certificate, clock))
    }

    /// Removes the certificate with this serial for good; false when there is none.
    pub fn remove(&self, serial: &str) -> bool {
        let serial = serial.trim().to_ascii_lowercase();
        self.known_mut().is_some_and(|mut known| known.remove(serial))
    }

    /// Whether there is a certificate with this serial.
    #[allow(dead_code, reason = "for the feature `certificate-source`")]
    pub(super) fn knows(&self, serial: &str) -> bool {
        self.known().is_some_and(|known| known.certificates().any(|one| one.serial() == serial))
    }

    /// Whether the certificate with this serial was removed, and not added again.
    #[allow(dead_code, reason = "for the feature `certificate-source`")]
    pub(super) fn is_removed(&self, serial: &str) -> bool {
        self.known().is_some_and(|known| known.is_removed(serial))
    }

    fn known(&self) -> Option<RwLockReadGuard<'_, Known>> {
        match &self.0 {
            Keys::Key(_) => None,
            Keys::Certificates(known) => Some(known.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    fn known_mut(&self) -> Option<RwLockWriteGuard<'_, Known>> {
        match &self.0 {
            Keys::Key(_) => None,
            Keys::Certificates(known) => {
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
        let signature = signature::decode(signature)?;
        let text = v3::response_text(timestamp, nonce, body);
        self.verify(SignType::Rsa2, &text, &signature, serial)?;
        let timestamp = std::str::from_utf8(timestamp).ok().and_then(|text| text.parse().ok());
        Ok(Some(Signed { timestamp }))
    }

    /// Checks a signature by the key of the certificate that has this serial, or by any of the
    /// configured keys when none is named.
    pub fn verify(
        &self,
        sign_type: SignType,
        text: &[u8],
        signature: &[u8],
        serial: Option<&[u8]>,
    ) -> Result<(), SignatureProblem> {
        let holds = |key: &PublicKey| key.verify_as(sign_type, text, signature);
        let accepted = match &self.0 {
            Keys::Key(key) => holds(key),
            Keys::Certificates(known) => {
                let known = known.read().unwrap_or_else(PoisonError::into_inner);
                let mut named = known.named(serial)?.into_iter();
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

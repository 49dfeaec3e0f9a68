//! Verifying first, then decrypting.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::error::OpenDataError;
use super::phone::PhoneNumber;
use super::{post, rejection};
use crate::client::Client;
use alipay_sdk_core::{
    Certificate, EncryptKey, PublicKey, SignType, json,
    protocol::open_data::{is_encrypted, signed_text},
    trust::{SignatureProblem, Trust, Verifier, decode_signature, spoiled},
};

/// Verifies and decrypts data of a mini program. Cheap to clone.
#[derive(Clone)]
pub struct OpenData {
    trust: Arc<Trust>,
    key: EncryptKey,
    allows_rsa: bool,
    largest: usize,
}

/// The largest text that is read, by default: 64 KiB. Open data has some hundred bytes.
const LARGEST: usize = 64 << 10;

/// Open data that was verified and decrypted. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened(String);

impl OpenData {
    /// Creates it with Alipay's public key (支付宝公钥) and the encryption key of the mini program.
    pub fn new(alipay_public_key: PublicKey, key: EncryptKey) -> Self {
        Self::trusting(Arc::new(Trust::fixed(Verifier::from_key(alipay_public_key))), key)
    }

    /// Creates it with certificates of Alipay (支付宝公钥证书) and the encryption key of the mini program.
    /// One of the certificates must have signed the data; open data does not name its certificate.
    pub fn with_certificates(
        certificates: impl IntoIterator<Item = Certificate>,
        key: EncryptKey,
    ) -> Self {
        Self::trusting(Arc::new(Trust::certificates(certificates)), key)
    }

    /// Creates it with the keys of a client.
    ///
    /// # Errors
    /// When the client has no key for encryption.
    pub fn of(client: &Client) -> Result<Self, OpenDataError> {
        let key = client.encrypt_key().ok_or(OpenDataError::NoKey)?.clone();
        Ok(Self::trusting(client.trust().clone(), key))
    }

    fn trusting(trust: Arc<Trust>, key: EncryptKey) -> Self {
        Self { trust, key, allows_rsa: false, largest: LARGEST }
    }

    /// Sets whether to accept the `sign_type` `RSA` (SHA-1), too, for mini programs that were never
    /// moved to RSA2. It is no longer secure. Rejected by default.
    #[must_use]
    pub fn allow_rsa(mut self, allow: bool) -> Self {
        self.allows_rsa = allow;
        self
    }

    /// Sets the largest text that is read, in bytes: 64 KiB by default, and at most 1 MiB.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    /// Opens the response of `my.getPhoneNumber`, as the mini program posts it.
    ///
    /// # Errors
    /// As for [`open`](Self::open), and when the data holds no mobile number.
    pub fn phone_number(&self, posted: impl AsRef<[u8]>) -> Result<PhoneNumber, OpenDataError> {
        PhoneNumber::read(self.open(posted)?.as_str())
    }

    /// Verifies and decrypts any open data, as the mini program posts it: the text of
    /// `{"response": "…", "sign": "…"}`. Data that is not signed is rejected.
    ///
    /// # Errors
    /// When the signature is missing or wrong, the data cannot be decrypted, or it is a rejection.
    /// A rejection may be unsigned: see
    /// [`OpenDataRejection::verified`](super::OpenDataRejection::verified).
    pub fn open(&self, posted: impl AsRef<[u8]>) -> Result<Opened, OpenDataError> {
        let (posted, limit) = (posted.as_ref(), self.largest);
        if posted.len() > limit {
            return Err(OpenDataError::TooLarge { limit });
        }
        let posted = post::read(posted)?;
        let signature = post::text(&posted, "sign").ok().flatten();
        let signature = signature.ok_or_else(|| post::unsigned(&posted))?;
        let sign_type = self.sign_type(&posted)?;
        let Some(response) = posted.get("response").and_then(Value::as_str) else {
            let malformed = OpenDataError::Malformed(
                "its field `response` is missing or not a text: post the object unchanged",
            );
            let rejection = posted.get("response").and_then(|one| rejection::find(one, false));
            return Err(rejection.map_or(malformed, OpenDataError::Rejected));
        };
        if response.starts_with('"') {
            return Err(OpenDataError::Malformed(
                "its field `response` is quoted twice: serialize the object only once",
            ));
        }
        self.check(sign_type, response, signature).map_err(OpenDataError::Signature)?;
        if is_encrypted(response) {
            return Opened::read(self.decrypted(response)?);
        }
        Opened::read(response.to_owned())?;
        Err(OpenDataError::Malformed("its content is neither encrypted nor a rejection"))
    }

    /// How it says that it is signed; the rest must be as usual.
    fn sign_type(&self, posted: &Value) -> Result<SignType, OpenDataError> {
        for (name, usual) in [("encrypt_type", "AES"), ("charset", "UTF-8")] {
            if !post::text(posted, name)?.is_none_or(|text| text.eq_ignore_ascii_case(usual)) {
                return Err(OpenDataError::Unsupported(name));
            }
        }
        match post::text(posted, "sign_type")?.map(str::to_ascii_uppercase).as_deref() {
            None | Some("RSA2") => Ok(SignType::Rsa2),
            Some("RSA") if self.allows_rsa => Ok(SignType::Rsa),
            Some(_) => Err(OpenDataError::Unsupported("sign_type")),
        }
    }

    fn check(
        &self,
        sign_type: SignType,
        response: &str,
        signature: &str,
    ) -> Result<(), SignatureProblem> {
        let signature = decode_signature(signature.as_bytes())?;
        if is_encrypted(response)
            && let Some(problem) = spoiled(response.as_bytes())
        {
            return Err(problem);
        }
        let text = signed_text(response);
        self.trust.verifier().verify(sign_type, text.as_bytes(), &signature, None)
    }

    fn decrypted(&self, response: &str) -> Result<String, OpenDataError> {
        let plain = self.key.decrypt(response.as_bytes()).map_err(OpenDataError::Decryption)?;
        String::from_utf8(plain).map_err(|_| OpenDataError::Malformed("its content is not UTF-8"))
    }
}

impl Opened {
    /// The decrypted text, unless it tells of a rejection.
    fn read(plain: String) -> Result<Self, OpenDataError> {
        let json = json::parse(plain.as_bytes())
            .map_err(|_| OpenDataError::Malformed("its content is not JSON"))?;
        if let Some(rejection) = rejection::find(&json, true) {
            return Err(OpenDataError::Rejected(rejection));
        }
        if rejection::is_data(&json) {
            return Ok(Self(plain));
        }
        Err(OpenDataError::Malformed("its content has no `code`"))
    }

    /// Returns the text of a JSON object, whose form the interface of the mini program documents.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text by value.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for OpenData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OpenData").field("key", &self.key).finish_non_exhaustive()
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Opened({} bytes)", self.0.len())
    }
}

//! Verifying first, then decrypting.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::error::OpenDataError;
use super::phone::PhoneNumber;
use crate::client::Client;
use crate::trust::{SignatureProblem, Trust, Verifier};
use crate::trust::{SignatureProblem, Trust, Verifier, decode_signature};
use alipay_sdk_core::{
    Certificate, EncryptKey, PublicKey, SignType,
    data::unverified_json,
    protocol::open_data::{is_encrypted, signed_text},
    redact,
};

/// Opens data of a mini program. Cheap to clone.
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
    /// With Alipay's public key (支付宝公钥) and the encryption key of the mini program.
    pub fn new(alipay_public_key: PublicKey, key: EncryptKey) -> Self {
        Self::trusting(Arc::new(Trust::fixed(Verifier::Key(alipay_public_key))), key)
    }

    /// With certificates of Alipay (支付宝公钥证书) and the encryption key of the mini program. One of them must have
    /// signed: open data does not name it.
    pub fn with_certificates(
        certificates: impl IntoIterator<Item = Certificate>,
        key: EncryptKey,
    ) -> Self {
        Self::trusting(Arc::new(Trust::certificates(certificates)), key)
    }

    /// With the keys of a client.
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

    /// Whether to accept `sign_type` `RSA`, that is SHA-1, as well: for mini programs that were never moved
    /// to RSA2. It is not safe any more. Rejected by default.
    #[must_use]
    pub fn allow_rsa(mut self, allow: bool) -> Self {
        self.allows_rsa = allow;
        self
    }

    /// The largest text that is read, in bytes: 64 KiB by default, and never more than 1 MiB.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    /// Opens the response of `my.getPhoneNumber`, as the mini program posts it.
    ///
    /// # Errors
    /// As [`open`](Self::open); and when it holds no mobile number.
    pub fn phone_number(&self, posted: impl AsRef<[u8]>) -> Result<PhoneNumber, OpenDataError> {
        PhoneNumber::read(self.open(posted)?.as_str())
    }

    /// Verifies and decrypts any open data, as the mini program posts it: the text of
    /// `{"response": "…", "sign": "…"}`. What is not signed is rejected.
    ///
    /// # Errors
    /// When it is not provably Alipay's, cannot be decrypted, or tells of an error.
    pub fn open(&self, posted: impl AsRef<[u8]>) -> Result<Opened, OpenDataError> {
        let (posted, limit) = (posted.as_ref(), self.largest);
        if posted.len() > limit {
            return Err(OpenDataError::TooLarge { limit });
        }
        let posted =
            unverified_json(posted).ok_or(OpenDataError::Malformed("text is no small JSON"))?;
        let named = |name| text_field(&posted, name);
        if !named("encrypt_type")?.is_none_or(|text| text.eq_ignore_ascii_case("AES")) {
            return Err(OpenDataError::Unsupported("encrypt_type"));
        }
        if !named("charset")?.is_none_or(|text| text.eq_ignore_ascii_case("UTF-8")) {
            return Err(OpenDataError::Unsupported("charset"));
        }
        let sign_type = match named("sign_type")?.map(str::to_ascii_uppercase).as_deref() {
            None | Some("RSA2") => SignType::Rsa2,
            Some("RSA") if self.allows_rsa => SignType::Rsa,
            Some(_) => return Err(OpenDataError::Unsupported("sign_type")),
        };
        let response = posted.get("response").and_then(Value::as_str);
        let response = response.ok_or(OpenDataError::Malformed("field `response` is no text"))?;
        self.check(sign_type, &signed_text(response), posted.get("sign"))?;
        if !is_encrypted(response) {
            Opened::read(response.to_owned())?;
            return Err(OpenDataError::Malformed("content is neither encrypted nor an error"));
        }
        Opened::read(self.decrypted(response)?)
    }

    fn check(
        &self,
        sign_type: SignType,
        text: &str,
        signature: Option<&Value>,
    ) -> Result<(), OpenDataError> {
        let signature = signature.and_then(Value::as_str).filter(|text| !text.is_empty());
        let verify = |signature: &str| {
            let signature = decode_signature(signature.as_bytes())?;
            self.trust.verifier().verify(sign_type, text.as_bytes(), &signature, None)
        };
        signature
            .ok_or(SignatureProblem::Missing)
            .and_then(verify)
            .map_err(OpenDataError::Signature)
    }

    fn decrypted(&self, response: &str) -> Result<String, OpenDataError> {
        let plain = self.key.decrypt(response.as_bytes()).map_err(OpenDataError::Decryption)?;
        String::from_utf8(plain).map_err(|_| OpenDataError::Malformed("content is no UTF-8"))
    }
}

/// What a field says about how the data is written; none is the usual way.
fn text_field<'a>(posted: &'a Value, name: &'static str) -> Result<Option<&'a str>, OpenDataError> {
    match posted.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(OpenDataError::Unsupported(name)),
    }
}

impl Opened {
    /// What was decrypted, unless it tells of an error.
    fn read(plain: String) -> Result<Self, OpenDataError> {
        let json: Value = serde_json::from_str(&plain)
            .map_err(|_| OpenDataError::Malformed("content is no JSON"))?;
        let text = |names: [&str; 2]| {
            let found = names.iter().find_map(|name| json.get(name).filter(|one| !one.is_null()));
            redact::line(&match found {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            })
        };
        let (code, sub_code) = (text(["code", "code"]), text(["subCode", "sub_code"]));
        if code == "10000" && sub_code.is_empty() {
            return Ok(Self(plain));
        }
        let details = text(["subMsg", "sub_msg"]);
        let message = if details.is_empty() { text(["msg", "message"]) } else { details };
        Err(OpenDataError::Refused { code, sub_code, message })
    }

    /// The text of a JSON object, as the interface of the mini program documents it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, to keep.
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

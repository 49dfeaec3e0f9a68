//! Verifying first, then decrypting.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{OpenDataError, PhoneNumber};
use crate::client::Client;
use crate::error::SignatureProblem;
use crate::redact;
use crate::trust::Trust;
use crate::verifier::Verifier;
use alipay_sdk_core::EncryptKey;
use alipay_sdk_core::{PublicKey, SignType};

/// Opens data of a mini program. Cheap to clone.
#[derive(Clone)]
pub struct OpenData {
    trust: Trust,
    key: EncryptKey,
}

/// Open data that was verified and decrypted. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened(String);

impl OpenData {
    /// With Alipay's public key (支付宝公钥) and the encryption key of the mini program.
    pub fn new(alipay_public_key: PublicKey, key: EncryptKey) -> Self {
        Self { trust: Trust::Own(Arc::new(Verifier::Key(alipay_public_key))), key }
    }

    /// With the keys of a client.
    ///
    /// # Errors
    /// When the client has no key for encryption.
    pub fn of(client: &Client) -> Result<Self, OpenDataError> {
        let key = client.encrypt_key().ok_or(OpenDataError::NoKey)?.clone();
        Ok(Self { trust: Trust::Client(client.clone()), key })
    }

    /// Opens the answer of `my.getPhoneNumber`, as the mini program posts it.
    ///
    /// # Errors
    /// As [`open`](Self::open); and when it holds no mobile number.
    pub fn phone_number(&self, posted: impl AsRef<[u8]>) -> Result<PhoneNumber, OpenDataError> {
        PhoneNumber::read(&self.open(posted)?)
    }

    /// Verifies and decrypts any open data, as the mini program posts it: the text of
    /// `{"response": "…", "sign": "…"}`. What is not signed is refused.
    ///
    /// # Errors
    /// When it is not provably Alipay's, cannot be decrypted, or tells of an error.
    pub fn open(&self, posted: impl AsRef<[u8]>) -> Result<Opened, OpenDataError> {
        let posted: Value = serde_json::from_slice(posted.as_ref())
            .map_err(|_| OpenDataError::Malformed("text is no JSON"))?;
        for (name, known) in [("sign_type", "RSA2"), ("encrypt_type", "AES"), ("charset", "UTF-8")]
        {
            let named = posted.get(name).map_or(Some(known), Value::as_str);
            if !named.is_some_and(|named| named.eq_ignore_ascii_case(known)) {
                return Err(OpenDataError::Unsupported(name));
            }
        }
        let response = posted.get("response").and_then(Value::as_str);
        let response = response.ok_or(OpenDataError::Malformed("member `response` is no text"))?;
        // An error is signed as it is; what is encrypted is signed as it stands in JSON, in quotes.
        let is_plain = response.starts_with('{');
        let signed = if is_plain { response } else { &format!("\"{response}\"") };
        self.check(signed, posted.get("sign"))?;
        let plain = if is_plain { response.to_owned() } else { self.decrypted(response)? };
        Opened::read(plain)
    }

    fn check(&self, text: &str, signature: Option<&Value>) -> Result<(), OpenDataError> {
        let signature = signature.and_then(Value::as_str).filter(|text| !text.is_empty());
        let signature = signature.ok_or(SignatureProblem::Missing);
        let signature = signature
            .and_then(|text| STANDARD.decode(text).map_err(|_| SignatureProblem::NotBase64));
        signature
            .and_then(|signature| {
                self.trust.verifier().verify(SignType::Rsa2, text.as_bytes(), &signature, None)
            })
            .map_err(OpenDataError::Signature)
    }

    fn decrypted(&self, response: &str) -> Result<String, OpenDataError> {
        let plain = self.key.decrypt(response.as_bytes()).map_err(OpenDataError::Decryption)?;
        String::from_utf8(plain).map_err(|_| OpenDataError::Malformed("content is no UTF-8"))
    }
}

impl Opened {
    /// What was decrypted, unless it tells of an error.
    fn read(plain: String) -> Result<Self, OpenDataError> {
        let json: Value = serde_json::from_str(&plain)
            .map_err(|_| OpenDataError::Malformed("content is no JSON"))?;
        let text = |names: [&str; 2]| {
            let found = names.iter().find_map(|name| json.get(name)?.as_str());
            redact::line(found.unwrap_or_default())
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

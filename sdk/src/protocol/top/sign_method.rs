//! How requests to Taobao TOP are signed; what they sign is in `protocol::top`.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};

use alipay_sdk_core::crypto::HmacKey;

/// How requests to TOP are signed (`sign_method`). All methods use the secret of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignMethod {
    /// MD5 of the text with the secret before and after it. It is no longer secure.
    Md5,
    /// HMAC-MD5.
    Hmac,
    /// HMAC-SHA256.
    #[default]
    HmacSha256,
}

impl SignMethod {
    /// Returns the value of the parameter `sign_method`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Hmac => "hmac",
            Self::HmacSha256 => "hmac-sha256",
        }
    }

    /// The signature of a text, in capital hexadecimal digits.
    pub(crate) fn sign(self, secret: &[u8], text: &[u8]) -> String {
        match self {
            Self::Md5 => hex(&Md5::new()
                .chain_update(secret)
                .chain_update(text)
                .chain_update(secret)
                .finalize()),
            Self::Hmac => match Hmac::<Md5>::new_from_slice(secret) {
                Ok(mac) => hex(&mac.chain_update(text).finalize().into_bytes()),
                Err(_) => unreachable!("HMAC takes keys of any length"),
            },
            Self::HmacSha256 => hex(HmacKey::new(secret).sign(text).as_ref()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmacs_are_those_of_rfc_2202_and_4231() {
        let (key, text) = (b"Jefe", b"what do ya want for nothing?");
        assert_eq!(SignMethod::Hmac.sign(key, text), "750C783E6AB0B503EAA86E310A5DB738");
        assert_eq!(
            SignMethod::HmacSha256.sign(key, text),
            "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        );
    }
}

//! Secrets of the crate `secrecy`, where keys and secrets are taken. They are read in place: no
//! copy of a key's text is made.

use ::secrecy::{ExposeSecret, SecretString};

use crate::encoding::try_from;
use crate::encrypt_key::{EncryptKey, EncryptKeyError};
use crate::key::{KeyError, PrivateKey};
use crate::secret::Secret;

try_from! { PrivateKey, KeyError;
    [] SecretString, text => Self::parse(text.expose_secret());
    [] &SecretString, text => Self::parse(text.expose_secret());
}

try_from! { EncryptKey, EncryptKeyError;
    [] SecretString, text => Self::from_base64(text.expose_secret());
    [] &SecretString, text => Self::from_base64(text.expose_secret());
}

/// The text is copied, since a `SecretString` gives it to nobody.
impl From<SecretString> for Secret {
    fn from(text: SecretString) -> Self {
        text.expose_secret().into()
    }
}

impl From<&SecretString> for Secret {
    fn from(text: &SecretString) -> Self {
        text.expose_secret().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_string_is_a_key_or_a_secret_and_its_errors_are_those_of_the_text() {
        let text = SecretString::from("aa4BtZ4tspm2wnXLb1ThQA==");
        let key = EncryptKey::try_from(&text).expect("a key");
        let same = EncryptKey::try_from(text.clone()).expect("a key");
        assert_eq!(key.encrypt(b"plain"), same.encrypt(b"plain"));
        assert_eq!(Secret::from(&text).expose(), text.expose_secret());
        assert_eq!(Secret::from(text.clone()).expose(), text.expose_secret());
        let wrong = SecretString::from("hush hush");
        let error = PrivateKey::try_from(&wrong).expect_err("no key").to_string();
        assert_eq!(error, PrivateKey::parse("hush hush").expect_err("no key").to_string());
        assert!(PrivateKey::try_from(wrong).is_err() && !error.contains("hush"), "{error}");
    }
}

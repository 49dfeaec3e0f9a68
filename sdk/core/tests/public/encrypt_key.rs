//! Encryption of bodies.

use alipay_sdk_core::{DecryptError, EncryptKey, EncryptKeyError};

fn key() -> EncryptKey {
    EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==\n").expect("a key")
}

#[test]
fn what_was_encrypted_is_decrypted_to_the_same_bytes() {
    for plain in ["", " a ", "0123456789abcdef", "冰美式☕️"] {
        let text = key().encrypt(plain.as_bytes());
        assert_eq!(key().decrypt(text.as_bytes()).as_deref(), Ok(plain.as_bytes()));
    }
}

#[test]
fn a_key_of_another_length_is_refused_with_its_length() {
    let error = EncryptKey::from_base64("AAAA").expect_err("three bytes");
    assert_eq!(error, EncryptKeyError::Length { bytes: 3 });
    assert!(EncryptKey::from_base64("not base64!").is_err());
}

#[test]
fn text_of_another_key_and_text_that_is_none_are_errors() {
    let other = EncryptKey::from_base64("AAAAAAAAAAAAAAAAAAAAAA==").expect("a key");
    let text = other.encrypt(b"secret");
    assert_eq!(key().decrypt(text.as_bytes()), Err(DecryptError::Key));
    assert_eq!(key().decrypt(b"{}"), Err(DecryptError::NotBase64));
    assert_eq!(key().decrypt(b""), Err(DecryptError::Key));
    assert_eq!(key().decrypt(b"AAAA"), Err(DecryptError::Key));
}

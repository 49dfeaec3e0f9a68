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
fn texts_are_encrypted_as_openssl_does_at_every_length() {
    for (key, encrypted) in [
        ("AAECAwQFBgcICQoLDA0ODw==", "z2Zi7KL7WAsAuarMbrfWKA=="),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "/B1ZQBGr24UVSpmp+HpFiw=="),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "WI+ieyZygLSTKCXMRPHhQA=="),
    ] {
        let key = EncryptKey::from_base64(key).expect("a key");
        assert_eq!(key.encrypt(b"text to encrypt"), encrypted);
        assert_eq!(key.decrypt(encrypted.as_bytes()).as_deref(), Ok(&b"text to encrypt"[..]));
    }
}

#[test]
fn a_key_of_another_length_is_refused_with_its_length() {
    let error = EncryptKey::from_base64("AAAA").expect_err("three bytes");
    assert_eq!(error, EncryptKeyError::Length { bytes: 3 });
    assert!(EncryptKey::from_base64("not base64!").is_err());
}

#[test]
fn a_key_is_read_as_people_paste_it() {
    let text = key().encrypt(b"text");
    for pasted in [
        "\"aYA0GP8JEW+D7/UFaskCWA==\"",
        "“aYA0GP8JEW+D7/UFaskCWA==”",
        "'aYA0GP8JEW+D7/UFaskCWA==';",
        "ALIPAY_ENCRYPT_KEY=aYA0GP8JEW+D7/UFaskCWA==",
        "\"encrypt_key\": \"aYA0GP8JEW+D7/UFaskCWA==\",",
        "aYA0GP8JEW+D7/UFaskCWA==\\n",
        "aYA0GP8JEW+D7/UFaskCWA==<br>",
        "\u{a0}aYA0GP8JEW+D7/UFaskCWA==\u{3000}",
        "\u{feff}aYA0GP8JEW\u{200b}+D7/UFaskCWA==",
        "aYA0GP8JEW%2BD7%2FUFaskCWA%3D%3D",
        "aYA0GP8JEW-D7_UFaskCWA",
        "aYA0GP8JEW+D7/UFaskCWA",
        "aYA0GP8JEW+D7/UFaskCWA=",
        "aYA0GP8JEW\\u002bD7\\/UFaskCWA\\u003d\\u003d",
    ] {
        let key = EncryptKey::from_base64(pasted).unwrap_or_else(|e| panic!("{pasted}: {e}"));
        assert_eq!(key.decrypt(text.as_bytes()).as_deref(), Ok(&b"text"[..]), "{pasted}");
    }
}

#[test]
fn what_is_no_key_is_refused_with_what_it_is() {
    let refused = |text: &str| EncryptKey::from_base64(text).expect_err(text).to_string();
    for nothing in ["", " \n", "\"\"", "\u{feff}"] {
        assert_eq!(refused(nothing), "the encryption key is empty", "{nothing:?}");
    }
    for lost in
        ["aYA0GP8JEW D7/UFaskCWA==", "aYA0GP8JEW%20D7/UFaskCWA==", "'aYA0GP8JEW D7/UFaskCWA'"]
    {
        assert!(refused(lost).contains("blanks where `+` belongs"), "{lost}");
    }
    for digits in ["00112233445566778899aabbccddeeff", "key=00112233445566778899AABBCCDDEEFF"] {
        let error = refused(digits);
        assert!(error.contains("32 hexadecimal digits") && error.contains("Base64"), "{error}");
    }
    let error = refused("aYA0GP8JEW，D7/UFaskCWA==");
    assert!(error.contains("`，` (U+FF0C) at line 1, column 11"), "{error}");
    assert!(!error.contains("aYA0"), "{error}");
    // 22 characters that are no Base64 of 16 bytes.
    assert!(refused("mypasswordmypassword12").contains("not Base64"));
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

//! Keys in any form, and what is taken for one by mistake.

use std::path::Path;

use alipay_sdk_core::{Contents, KeyError, PrivateKey, PublicKey, SignType};
use proptest::prelude::*;

use crate::fixture;

fn private(name: &str) -> PrivateKey {
    PrivateKey::parse(fixture::bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn public(name: &str) -> PublicKey {
    PublicKey::parse(fixture::bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The problem of a private key.
fn refused(content: impl AsRef<[u8]>) -> KeyError {
    PrivateKey::parse(content).expect_err("no private key")
}

/// The problem of a public key.
fn public_refused(content: impl AsRef<[u8]>) -> KeyError {
    PublicKey::parse(content).expect_err("no public key")
}

fn found(error: KeyError) -> Contents {
    match error {
        KeyError::Unexpected { found, .. } => found,
        other => panic!("{other:?}"),
    }
}

fn algorithm(error: KeyError) -> (String, &'static str) {
    match error {
        KeyError::Algorithm { oid, name } => (oid, name),
        other => panic!("{other:?}"),
    }
}

#[test]
fn signatures_are_those_of_openssl_at_every_length() {
    for length in ["1024", "1032", "2056", "3072"] {
        let key = private(&format!("rsa_{length}.pem"));
        let signature = key.sign(b"text to sign").expect("a signature");
        assert_eq!(key.bits().to_string(), length);
        assert_eq!(signature, fixture::bytes(&format!("rsa_{length}.sig")), "{length}");
        assert!(key.public_key().verify(b"text to sign", &signature), "{length}");
        assert!(!key.public_key().verify(b"text to sign!", &signature), "{length}");
        assert!(!key.public_key().verify(b"text to sign", &signature[1..]), "{length}");
    }
}

#[test]
fn a_key_knows_what_it_has_made_whatever_was_signed() {
    for length in ["1024", "1032", "3072"] {
        let key = private(&format!("rsa_{length}.pem"));
        let signature = key.sign(b"another text").expect("a signature");
        assert!(key.public_key().has_made(&signature), "{length}");
        assert!(!public("rsa_2048.spki.pem").has_made(&signature), "{length}");
        let mut changed = signature.clone();
        changed[9] ^= 1;
        for other in [&changed[..], &signature[1..], &vec![0; signature.len()], b""] {
            assert!(!key.public_key().has_made(other), "{length}: {other:?}");
        }
    }
    let key = private("rsa_2048.pem");
    let signature = key.sign_sha1(b"text").expect("a signature");
    assert!(key.public_key().has_made(&signature), "SHA-1");
}

#[test]
fn signatures_are_those_of_openssl_with_sha_1_and_a_small_exponent() {
    let key = private("rsa_2048.pem");
    let signature = fixture::bytes("rsa_2048.sha1.sig");
    assert_eq!(key.sign_sha1(b"text to sign").expect("a signature"), signature);
    assert!(key.public_key().verify_as(SignType::Rsa, b"text to sign", &signature));
    assert!(!key.public_key().verify_as(SignType::Rsa2, b"text to sign", &signature));
    let small = private("rsa_2048_exponent_3.pem");
    let signature = fixture::bytes("rsa_2048_exponent_3.sig");
    assert_eq!(small.sign(b"text to sign").expect("a signature"), signature);
    assert!(small.public_key().verify(b"text to sign", &signature));
    assert!(!key.public_key().verify(b"text to sign", &signature));
}

#[test]
fn the_same_key_in_any_form_is_the_same_key() {
    let key = public("rsa_2048.spki.pem");
    assert_eq!(private("rsa_2048.pem").public_key(), &key);
    assert_eq!(private("rsa_2048.pkcs8.pem").public_key(), &key);
    assert_eq!(public("rsa_2048.pkcs1_public.pem"), key);
    assert_eq!(public("root.crt"), key);
    assert_eq!(PublicKey::parse(key.spki_der()).expect("DER"), key);
    assert_eq!(key.spki_base64(), fixture::base64("rsa_2048.spki.pem"));
    assert_ne!(private("rsa_3072.pem").public_key(), &key);
}

#[test]
fn all_ways_to_give_a_key_are_the_same() {
    let name = "rsa_2048.pem";
    let key = private(name);
    let all = [
        fixture::text(name).parse::<PrivateKey>(),
        PrivateKey::try_from(fixture::text(name).as_str()),
        PrivateKey::try_from(&fixture::text(name)),
        PrivateKey::try_from(fixture::text(name)),
        PrivateKey::try_from(include_bytes!("../../../tests/fixtures/rsa_2048.pem")),
        PrivateKey::try_from(fixture::bytes(name).as_slice()),
        PrivateKey::try_from(fixture::bytes(name)),
        PrivateKey::try_from(fixture::path(name).as_path()),
        PrivateKey::try_from(&fixture::path(name)),
        PrivateKey::try_from(fixture::path(name)),
    ];
    for other in all {
        assert_eq!(other.expect("a key").public_key(), key.public_key());
    }
}

#[test]
fn a_builder_takes_a_key_or_what_becomes_one() {
    fn take<K: TryInto<PrivateKey>>(key: K) -> Result<PrivateKey, KeyError>
    where
        K::Error: Into<KeyError>,
    {
        key.try_into().map_err(Into::into)
    }
    assert!(take(private("rsa_2048.pem")).is_ok());
    assert!(take(fixture::text("rsa_2048.pem")).is_ok());
    assert!(take("").is_err());
}

#[test]
fn the_content_decides_not_the_label() {
    let swapped = fixture::text("rsa_2048.pkcs8.pem").replace("PRIVATE KEY", "RSA PRIVATE KEY");
    assert!(PrivateKey::parse(swapped).is_ok());
    let nonsense = fixture::text("rsa_2048.pem").replace("RSA PRIVATE KEY", "CERTIFICATE");
    assert!(PrivateKey::parse(nonsense).is_ok());
}

#[test]
fn a_key_is_found_among_other_things() {
    let file =
        format!("comment \n{}\n{}", fixture::text("root.crt"), fixture::text("rsa_2048.pem"));
    assert!(PrivateKey::parse(&file).is_ok());
    assert!(PublicKey::parse(&file).is_ok());
}

#[test]
fn utf_16_is_read() {
    let units = |text: String| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let file = [vec![0xff, 0xfe], units(fixture::text("rsa_2048.pem"))].concat();
    assert!(PrivateKey::parse(file).is_ok());
}

#[test]
fn nothing_of_a_key_is_printed() {
    let key = private("rsa_2048.pem");
    assert_eq!(format!("{key:?}"), "PrivateKey(RSA, 2048 bits)");
    let public = format!("{:?}", key.public_key());
    assert!(
        public.starts_with("PublicKey(RSA, 2048 bits, SHA-256 ") && public.len() == 51,
        "{public}"
    );
}

#[test]
fn nothing_is_empty() {
    for nothing in ["", " \r\n\t", "\u{feff}\n", "\\n"] {
        assert!(matches!(refused(nothing), KeyError::Empty), "{nothing:?}");
        assert!(matches!(public_refused(nothing), KeyError::Empty), "{nothing:?}");
    }
}

#[test]
fn garbage_is_not_base64() {
    for garbage in [
        "this is not a key!",
        "密钥",
        "ssh-rsa AAAAB3NzaC1yc2E= me",
        "-----END RSA PRIVATE KEY-----",
        "MII$",
    ] {
        assert!(matches!(refused(garbage), KeyError::NotBase64 { .. }), "{garbage}");
    }
}

#[test]
fn base64_of_something_else_is_no_key() {
    for garbage in ["aGVsbG8gd29ybGQ=", "MAA=", "AAAA"] {
        assert!(matches!(refused(garbage), KeyError::Malformed), "{garbage}");
        assert!(matches!(public_refused(garbage), KeyError::Malformed), "{garbage}");
    }
}

#[test]
fn a_truncated_key_is_called_truncated() {
    let base64 = fixture::base64("rsa_2048.pem");
    for length in [400, 401, 402, 403, base64.len() - 4] {
        assert!(matches!(refused(&base64[..length]), KeyError::Truncated), "{length}");
    }
    let pem = fixture::text("rsa_2048.pem");
    let end = pem.find("-----END").expect("an end");
    assert!(matches!(refused(&pem[..end + 7]), KeyError::Truncated));
    assert!(matches!(refused(&pem[..pem.len() / 2]), KeyError::Truncated));
    assert!(matches!(
        refused("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----"),
        KeyError::Truncated
    ));
}

#[test]
fn a_path_given_as_text_is_recognised() {
    let existing = fixture::path("rsa_2048.pem");
    let existing = existing.to_str().expect("a path of letters");
    assert!(matches!(refused(existing), KeyError::Path { exists: true }));
    for missing in [
        "/etc/no-such-key.pem",
        "keys/app.pem",
        "./app",
        "C:\\keys\\app_private",
        "/etc/alipay/key",
        "app.key",
    ] {
        assert!(matches!(refused(missing), KeyError::Path { exists: false }), "{missing}");
        assert!(matches!(public_refused(missing), KeyError::Path { exists: false }), "{missing}");
    }
}

#[test]
fn a_public_key_does_not_sign() {
    assert_eq!(found(refused(fixture::bytes("rsa_2048.spki.pem"))), Contents::PublicKey);
    assert_eq!(found(refused(fixture::base64("rsa_2048.pkcs1_public.pem"))), Contents::PublicKey);
    assert_eq!(found(refused(fixture::bytes("root.crt"))), Contents::Certificate);
}

#[test]
fn a_private_key_is_not_taken_for_a_public_one() {
    for name in ["rsa_2048.pem", "rsa_2048.pkcs8.pem", "ec.pkcs8.pem", "ec.pem"] {
        assert_eq!(found(public_refused(fixture::bytes(name))), Contents::PrivateKey, "{name}");
    }
    for name in ["encrypted.pkcs1.pem", "encrypted.pkcs8.pem"] {
        assert_eq!(
            found(public_refused(fixture::bytes(name))),
            Contents::EncryptedPrivateKey,
            "{name}"
        );
    }
}

#[test]
fn an_encrypted_key_has_to_be_decrypted_first() {
    for name in ["encrypted.pkcs1.pem", "encrypted.pkcs8.pem"] {
        assert!(matches!(refused(fixture::bytes(name)), KeyError::Encrypted), "{name}");
    }
    assert!(matches!(refused(fixture::base64("encrypted.pkcs8.pem")), KeyError::Encrypted));
}

#[test]
fn other_containers_are_named() {
    for (name, contents) in fixture::CONTAINERS {
        assert_eq!(found(refused(fixture::bytes(name))), contents, "{name}");
        assert_eq!(found(public_refused(fixture::bytes(name))), contents, "{name}");
    }
}

#[test]
fn other_algorithms_are_named() {
    let ec = ("1.2.840.10045.2.1".to_owned(), "an elliptic curve (EC)");
    let sm2 = ("1.2.840.10045.2.1".to_owned(), "SM2");
    assert_eq!(algorithm(refused(fixture::bytes("ec.pem"))), ec);
    assert_eq!(algorithm(refused(fixture::bytes("ec.pkcs8.pem"))), ec);
    assert_eq!(algorithm(public_refused(fixture::bytes("ec.spki.pem"))), ec);
    assert_eq!(algorithm(public_refused(fixture::bytes("ec.crt"))), ec);
    assert_eq!(algorithm(refused(fixture::bytes("sm2.pem"))), sm2);
    assert_eq!(algorithm(public_refused(fixture::bytes("sm2.crt"))), sm2);
    assert_eq!(algorithm(refused(fixture::bytes("ed25519.pem"))).1, "Ed25519");
    assert_eq!(algorithm(refused(fixture::bytes("rsa_pss.pem"))).1, "RSASSA-PSS");
    let head = [0x30, 42, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 33, 0];
    assert_eq!(algorithm(public_refused([&head[..], &[b'a'; 32]].concat())).1, "Ed25519");
    let dsa = [0x30, 18, 2, 1, 0, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1];
    assert_eq!(algorithm(refused(dsa)).1, "DSA");
}

#[test]
fn short_keys_are_refused() {
    assert!(matches!(refused(fixture::bytes("rsa_512.pem")), KeyError::Length { bits: 512 }));
    assert!(matches!(
        public_refused(fixture::bytes("rsa_512.spki.pem")),
        KeyError::Length { bits: 512 }
    ));
}

#[test]
fn keys_put_together_from_others_are_refused() {
    for name in [
        "mixed_2048.pem",
        "mixed_1024.pem",
        "mixed_1024_exponent.pem",
        "unfit_coefficient_2048.pem",
        "unfit_exponent_2048.pem",
        "unfit_rest_2048.pem",
    ] {
        assert!(matches!(refused(fixture::bytes(name)), KeyError::Inconsistent), "{name}");
    }
}

#[test]
fn numbers_that_cannot_be_a_public_key_are_refused() {
    for name in ["exponent_1", "exponent_even", "exponent_long", "modulus_even"] {
        let file = fixture::bytes(&format!("rsa_{name}.public.pem"));
        assert!(matches!(public_refused(file), KeyError::Inconsistent), "{name}");
    }
    assert_eq!(public("rsa_exponent_33_bits.public.pem").bits(), 2048);
}

#[test]
fn errors_about_files_name_the_file() {
    for name in ["nothing.pem", "root.crt"] {
        let path = fixture::path(name);
        let error = PrivateKey::read(&path).expect_err("no key");
        assert!(error.to_string().contains(path.to_str().expect("letters")), "{error}");
    }
    assert!(matches!(
        PrivateKey::read(Path::new("/dev/zero")),
        Err(KeyError::TooLarge { .. } | KeyError::Read { .. })
    ));
}

#[test]
fn errors_quote_nothing_of_the_text() {
    let secret = "c2VjcmV0IHNlY3JldCBzZWNyZXQ";
    for text in [
        secret.to_owned(),
        format!("{secret}$"),
        format!("/{secret}.pem"),
        format!("-----BEGIN {secret}"),
    ] {
        let error = refused(&text);
        assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
    }
}

proptest! {
    #[test]
    fn anything_is_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), sequence: bool) {
        let bytes = if sequence { [vec![0x30, 0x82, 0x02, 0x00], bytes].concat() } else { bytes };
        prop_assert!(PrivateKey::parse(&bytes).is_err());
        prop_assert!(PublicKey::parse(&bytes).is_err());
    }

    #[test]
    fn a_damaged_private_key_signs_rightly_or_is_refused(
        bytes in prop_oneof![
            fixture::damaged(fixture::bytes("rsa_2048.pem")),
            fixture::damaged(fixture::bytes("rsa_1024.pem")),
            fixture::damaged(fixture::bytes("rsa_2048.pkcs8.pem")),
            fixture::damaged(fixture::bytes("encrypted.pkcs1.pem")),
            fixture::damaged(fixture::bytes("ec.pem")),
        ]
    ) {
        if let Ok(key) = PrivateKey::parse(&bytes) {
            let signature = key.sign(b"text").expect("a signature");
            prop_assert!(key.public_key().verify(b"text", &signature));
        }
    }

    #[test]
    fn a_damaged_public_key_does_not_panic(
        bytes in prop_oneof![
            fixture::damaged(public("rsa_2048.spki.pem").spki_der().to_vec()),
            fixture::damaged(fixture::bytes("rsa_2048.pkcs1_public.pem")),
            fixture::damaged(fixture::bytes("root.crt")),
        ]
    ) {
        if let Ok(key) = PublicKey::parse(&bytes) {
            prop_assert!(!key.verify(b"text", &[1; 256]));
        }
    }

    #[test]
    fn layout_does_not_matter(
        private_text in fixture::rewrapped("RSA PRIVATE KEY", fixture::base64("rsa_2048.pem")),
        public_text in fixture::rewrapped("PUBLIC KEY", fixture::base64("rsa_2048.spki.pem")),
    ) {
        let key = public("rsa_2048.spki.pem");
        let private = PrivateKey::parse(private_text);
        prop_assert_eq!(private.as_ref().ok().map(PrivateKey::public_key), Some(&key));
        prop_assert_eq!(PublicKey::parse(public_text).expect("a key"), key);
    }
}

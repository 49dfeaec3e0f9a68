//! Certificates and bundles of them, and what is taken for one by mistake.

use alipay_sdk_core::{Certificate, CertificateError, Contents, KeyError, RootCertificates};
use proptest::prelude::*;

use crate::fixture;

fn certificate(name: &str) -> Certificate {
    Certificate::parse(fixture::bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refused(content: impl AsRef<[u8]>) -> CertificateError {
    Certificate::parse(content).expect_err("no certificate")
}

#[test]
fn a_certificate_is_read() {
    let root = certificate("root.crt");
    assert_eq!(root.issuer(), "CN=Test root,O=Test,C=CN");
    assert_eq!(root.subject(), root.issuer());
    assert_eq!(root.signature_algorithm(), "1.2.840.113549.1.1.11");
    assert!(root.is_ca() && root.is_self_issued());
    assert_eq!(root.serial().len(), 32);
    assert_eq!(
        root.not_after().duration_since(root.not_before()).expect("later").as_secs(),
        3650 * 86_400
    );
    assert_eq!(root.public_key().expect("RSA").bits(), 2048);
    assert_eq!(Certificate::parse(root.der()).expect("DER").serial(), root.serial());
    assert!(!certificate("leaf_long_serial.crt").is_ca());
    let debug = format!("{root:?}");
    assert!(
        debug.contains(root.subject())
            && debug.contains(root.serial())
            && debug.contains("not_after"),
        "{debug}"
    );
}

/// Made by the JDK calls of the official Java SDK.
#[test]
fn serials_are_those_of_the_jdk() {
    assert_eq!(certificate("root.crt").serial(), "95cfd9777e7f4e4e6a10cd3d3055f093");
    assert_eq!(certificate("ec.crt").serial(), "384100fa4458c57e8483a40844ebbab6");
    assert_eq!(certificate("leaf_long_serial.crt").serial(), "72db77cca1a37e1041a5da292436dfff");
}

#[test]
fn serial_numbers_of_any_length_and_sign_are_read() {
    assert_eq!(
        certificate("leaf_long_serial.crt").serial_decimal(),
        "115277457729594790117272911370839532189043261309930451181949783328023217713680"
    );
    // -5 in one byte is 251 without a sign.
    assert_eq!(certificate("negative_serial.crt").serial_decimal(), "251");
}

#[test]
fn keys_of_other_algorithms_are_refused_but_their_certificates_are_read() {
    for (name, algorithm) in [("ec.crt", "an elliptic curve (EC)"), ("sm2.crt", "SM2")] {
        match certificate(name).public_key() {
            Err(CertificateError::PublicKey {
                source: KeyError::Algorithm { name, .. }, ..
            }) => assert_eq!(name, algorithm),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn the_first_certificate_of_a_file_counts() {
    let chain = format!(
        "subject=x\n{}\r\n\nissuer=y\n{}",
        fixture::text("ec.crt"),
        fixture::text("root.crt")
    );
    assert_eq!(Certificate::parse(&chain).expect("two").subject(), "CN=EC");
    let all = Certificate::parse_all(&chain).expect("two");
    assert_eq!(
        all.iter().map(Certificate::subject).collect::<Vec<_>>(),
        ["CN=EC", "CN=Test root,O=Test,C=CN"]
    );
    let with_key = format!("{}{}", fixture::text("rsa_2048.pem"), fixture::text("root.crt"));
    assert_eq!(Certificate::parse_all(with_key).expect("one").len(), 1);
}

#[test]
fn only_members_signed_with_rsa_count_for_the_serial() {
    let file =
        ["sm2.crt", "root.crt", "ec.crt", "leaf_long_serial.crt"].map(fixture::text).join("\n");
    let roots = RootCertificates::parse(file).expect("a bundle");
    let expected =
        [certificate("root.crt").serial(), certificate("leaf_long_serial.crt").serial()].join("_");
    assert_eq!(roots.serial(), expected);
    assert_eq!(roots.members().len(), 4);
    assert!(format!("{roots:?}").contains(&expected));
    let without = ["sm2.crt", "ec.crt"].map(fixture::text).join("");
    assert!(matches!(
        RootCertificates::parse(without),
        Err(CertificateError::NoRsaRoot { members: 2 })
    ));
}

#[test]
fn other_things_are_named() {
    let keys = [
        ("rsa_2048.pem", Contents::PrivateKey),
        ("ec.pkcs8.pem", Contents::PrivateKey),
        ("encrypted.pkcs1.pem", Contents::EncryptedPrivateKey),
        ("encrypted.pkcs8.pem", Contents::EncryptedPrivateKey),
        ("rsa_2048.spki.pem", Contents::PublicKey),
    ];
    for (name, contents) in keys.into_iter().chain(fixture::CONTAINERS) {
        match refused(fixture::bytes(name)) {
            CertificateError::Unexpected { found } => assert_eq!(found, contents, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_certificate_at_all_is_refused() {
    assert!(matches!(refused(" \n"), CertificateError::Empty));
    assert!(matches!(refused("not a certificate!"), CertificateError::NotBase64 { index: 1, .. }));
    assert!(matches!(refused("aGVsbG8gd29ybGQ="), CertificateError::Malformed { index: 1, .. }));
    assert!(matches!(refused("certs/app.crt"), CertificateError::Path { exists: false }));
    let base64 = fixture::base64("root.crt");
    assert!(matches!(refused(&base64[..600]), CertificateError::Truncated { index: 1 }));
    assert!(matches!(refused(&base64[..601]), CertificateError::Truncated { index: 1 }));
}

#[test]
fn an_error_says_which_certificate_of_the_file_is_bad() {
    let root = fixture::text("root.crt");
    let truncated = format!("{root}{}", &root[..root.len() / 2]);
    assert!(Certificate::parse(&truncated).is_ok());
    assert!(matches!(
        RootCertificates::parse(&truncated),
        Err(CertificateError::Truncated { index: 2 })
    ));
    let odd = format!("{root}-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n{root}");
    assert!(matches!(
        RootCertificates::parse(odd),
        Err(CertificateError::Malformed { index: 2, .. })
    ));
    // Not a SEQUENCE; and one in which nothing is as it should be.
    for head in [[0x31, 0x03], [0x30, 0x03]] {
        let der = [&head[..], &[0x02, 0x01, 0x00]].concat();
        let base64 = ::base64::Engine::encode(&::base64::prelude::BASE64_STANDARD, der);
        let block = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
        let error = Certificate::parse_all(format!("{root}{block}")).expect_err("no certificate");
        assert!(matches!(error, CertificateError::Malformed { index: 2, .. }), "{error:?}");
    }
    let unended = format!("{}\n{root}", &root[..root.len() / 2]);
    assert!(matches!(refused(unended), CertificateError::Truncated { index: 1 }));
}

#[test]
fn errors_about_files_name_the_file() {
    for name in ["nothing.crt", "rsa_2048.pem", "ec.crt"] {
        let path = fixture::path(name);
        let error = RootCertificates::read(&path).expect_err("no bundle");
        assert!(error.to_string().contains(path.to_str().expect("letters")), "{error}");
    }
    assert!(RootCertificates::try_from(fixture::path("root.crt")).is_ok());
}

proptest! {
    #[test]
    fn anything_is_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Certificate::parse_all(&bytes).is_err());
        prop_assert!(RootCertificates::parse(&bytes).is_err());
    }

    #[test]
    fn a_damaged_certificate_does_not_panic(
        bytes in prop_oneof![
            fixture::damaged(certificate("root.crt").der().to_vec()),
            fixture::damaged(certificate("sm2.crt").der().to_vec()),
            fixture::damaged(fixture::bytes("leaf_long_serial.crt")),
        ]
    ) {
        if let Ok(certificate) = Certificate::parse(&bytes) {
            prop_assert_eq!(certificate.serial().len(), 32);
            let _ = certificate.public_key();
            let _ = format!("{certificate:?}");
        }
        let _ = RootCertificates::parse(&bytes);
    }

    #[test]
    fn layout_does_not_matter(text in fixture::rewrapped("CERTIFICATE", fixture::base64("root.crt"))) {
        let root = certificate("root.crt");
        let (one, bundle) = (Certificate::parse(&text), RootCertificates::parse(&text));
        prop_assert_eq!(one.as_ref().ok().map(Certificate::der), Some(root.der()));
        prop_assert_eq!(bundle.as_ref().ok().map(RootCertificates::serial), Some(root.serial()));
    }
}

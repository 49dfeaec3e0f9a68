use std::time::UNIX_EPOCH;

use proptest::prelude::*;

use super::{Certificate, CertificateError, RootCertificates, distinguished_name, validity};
use crate::encoding::{Contents, Element, fixture};
use crate::key::KeyError;

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

/// One element of DER, up to 127 bytes.
fn element(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(value.len()).expect("short")], value].concat()
}

const CN: &[u8] = &[0x55, 4, 3];

fn attribute(oid: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    element(0x30, &[element(6, oid), element(tag, value)].concat())
}

/// A name with these attributes in each of its parts.
fn name_of(parts: &[&[Vec<u8>]]) -> Option<String> {
    let parts: Vec<_> =
        parts.iter().map(|attributes| element(0x31, &attributes.concat())).collect();
    distinguished_name::rfc_2253(&Element::only(&element(0x30, &parts.concat())).expect("DER"))
}

fn common_name(tag: u8, value: &[u8]) -> String {
    name_of(&[&[attribute(CN, tag, value)]]).expect("a name")
}

/// All expectations below were printed by `X500Principal.getName()` of JDK 17.
#[test]
fn names_are_escaped_as_the_jdk_does() {
    let cases: [(&[u8], &str); 11] = [
        (
            b" #a,b=c+d<e>f#g;h\"i\\j/k:l*m ",
            "CN=\\ \\#a\\,b\\=c\\+d\\<e\\>f\\#g\\;h\\\"i\\\\j/k:l*m\\ ",
        ),
        (b"#x#", "CN=\\#x\\#"),
        (b"  x  ", "CN=\\ \\ x\\ \\ "),
        (b"  ", "CN=\\ \\ "),
        (b"", "CN="),
        (b"a\0b", "CN=a\\00b"),
        (b"\rx\r\n", "CN=\\\rx\r\n"),
        (b"\nx\n", "CN=\nx\n"),
        (b"\\\0 \r", "CN=\\\\\\00\\ \\\r"),
        ("测试😀é".as_bytes(), "CN=测试😀é"),
        (&[0xe9, b'a'], "CN=\u{fffd}a"),
    ];
    for (value, expected) in cases {
        assert_eq!(common_name(12, value), expected);
    }
}

#[test]
fn values_are_text_or_hexadecimal_as_the_jdk_has_it() {
    for tag in [12, 19, 20, 22, 27, 30] {
        assert_eq!(common_name(tag, b"a b"), "CN=a b", "{tag}");
    }
    for tag in [26, 28, 18, 25, 4] {
        assert_eq!(common_name(tag, b"a b"), format!("CN=#{tag:02x}03612062"), "{tag}");
    }
    assert_eq!(common_name(30, &[0x6d, 0x4b, 0, b'a', 0, b',']), "CN=mK\\00a\\00\\,");
    assert_eq!(common_name(0x30, &element(12, b"ab")), "CN=#30040c026162");
}

#[test]
fn attributes_are_named_as_the_jdk_does() {
    let cases: [(&[u8], &str); 14] = [
        (CN, "CN=v"),
        (&[0x55, 4, 6], "C=v"),
        (&[0x55, 4, 7], "L=v"),
        (&[0x55, 4, 8], "ST=v"),
        (&[0x55, 4, 9], "STREET=v"),
        (&[0x55, 4, 10], "O=v"),
        (&[0x55, 4, 11], "OU=v"),
        (&[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], "UID=v"),
        (&[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC=v"),
        (&[0x55, 4, 5], "2.5.4.5=#160176"),
        (&[0x55, 4, 12], "2.5.4.12=#160176"),
        (&[0x55, 4, 42], "2.5.4.42=#160176"),
        (&[0x55, 4, 46], "2.5.4.46=#160176"),
        (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], "1.2.840.113549.1.9.1=#160176"),
    ];
    for (oid, expected) in cases {
        assert_eq!(name_of(&[&[attribute(oid, 22, b"v")]]).expect("a name"), expected);
    }
}

#[test]
fn parts_of_a_name_are_joined_as_the_jdk_does() {
    let [a, b, c] = [b"a", b"b", b"c"].map(|value| attribute(CN, 12, value));
    assert_eq!(
        name_of(&[&[b, a.clone()], std::slice::from_ref(&c)]).expect("a name"),
        "CN=c,CN=b+CN=a"
    );
    assert_eq!(name_of(&[&[a], &[], &[c]]).expect("a name"), "CN=c,,CN=a");
    assert_eq!(name_of(&[]).expect("a name"), "");
    assert_eq!(name_of(&[&[]]).expect("a name"), "");
    assert_eq!(name_of(&[&[vec![5, 0]]]), None);
}

#[test]
fn points_in_time_are_read() {
    let seconds = |tag, text: &[u8]| {
        let point = validity::point_in_time(&Element::only(&element(tag, text)).expect("DER"))?;
        let after = point.duration_since(UNIX_EPOCH).map(|after| after.as_secs() as i64);
        Some(after.unwrap_or_else(|before| -(before.duration().as_secs() as i64)))
    };
    assert_eq!(seconds(23, b"700101000000Z"), Some(0));
    assert_eq!(seconds(23, b"7001010000Z"), Some(0));
    assert_eq!(seconds(23, b"000229235959Z"), Some(951_868_799));
    assert_eq!(seconds(23, b"491231235959Z"), Some(2_524_607_999));
    assert_eq!(seconds(23, b"500101000000Z"), Some(-631_152_000));
    assert_eq!(seconds(24, b"20380119031408Z"), Some(2_147_483_648));
    assert_eq!(seconds(24, b"99991231235959Z"), Some(253_402_300_799));
    assert_eq!(seconds(24, b"00000101000000Z"), Some(-62_167_219_200));
    for odd in [
        &b""[..],
        b"Z",
        b"701301000000Z",
        b"700100000000Z",
        b"700101240000Z",
        b"7001010000000Z",
        b"-00101000000Z",
    ] {
        assert_eq!(seconds(23, odd), None, "{odd:?}");
    }
    assert_eq!(seconds(12, b"700101000000Z"), None);
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

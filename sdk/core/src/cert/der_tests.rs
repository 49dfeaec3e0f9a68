//! Names and points in time, as DER has them.

use std::time::UNIX_EPOCH;

use super::{distinguished_name, validity};
use crate::encoding::Element;

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

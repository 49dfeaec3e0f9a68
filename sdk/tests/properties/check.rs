//! All rules for a request, written here once more.

use axum::http::request::Parts;

use crate::call::{APP, ENCRYPT_KEY, Sent, Setup};
use crate::platform::{self, check, part};

/// Percent-decodes, and refuses what is not written in the one way of RFC 3986.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'%' => {
                let hex = std::str::from_utf8(&rest[..2]).unwrap();
                assert_eq!(hex, hex.to_uppercase());
                let byte = u8::from_str_radix(hex, 16).unwrap();
                assert!(!is_unreserved(byte), "{hex} needs no encoding");
                bytes.push(byte);
                rest = &rest[2..];
            }
            byte => {
                assert!(is_unreserved(*byte), "{byte:?} is not encoded");
                bytes.push(*byte);
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// All rules for a request, written here once more.
pub(crate) fn check_request(parts: &Parts, body: &[u8], setup: &Setup, sent: &Sent) {
    check(parts, body, &APP).unwrap();
    let header = |name: &str| platform::header(&parts.headers, name);
    check_authorization(header("authorization").unwrap(), setup);
    assert_eq!(header("alipay-app-auth-token"), setup.token.as_deref());
    if setup.request_id.is_some() {
        assert_eq!(header("alipay-request-id"), setup.request_id.as_deref());
    }
    assert_eq!(header("alipay-root-cert-sn").is_some(), setup.certificates);
    assert_eq!(header("alipay-encrypt-type"), setup.is_encrypted().then_some("AES"));
    for name in parts.headers.keys() {
        assert_eq!(parts.headers.get_all(name).iter().count(), 1, "{name} is repeated");
    }
    check_address(parts, setup, sent);
    check_body(parts, body, setup, sent);
}

fn check_authorization(authorization: &str, setup: &Setup) {
    let (scheme, members) = authorization.split_once(' ').unwrap();
    assert_eq!(scheme, "ALIPAY-SHA256withRSA");
    let members: Vec<_> =
        members.split(',').map(|member| member.split_once('=').unwrap()).collect();
    let names: Vec<_> = members.iter().map(|(name, _)| *name).collect();
    let expected = [
        ("app_id", true),
        ("app_cert_sn", setup.certificates),
        ("nonce", true),
        ("timestamp", true),
        ("expired_seconds", setup.expired_seconds.is_some()),
        ("sign", true),
    ];
    let expected: Vec<_> =
        expected.into_iter().filter(|(_, here)| *here).map(|(name, _)| name).collect();
    assert_eq!(names, expected);
    let value = |name: &str| members.iter().find(|member| member.0 == name).map(|member| member.1);
    assert_eq!(
        value("expired_seconds").map(str::to_owned),
        setup.expired_seconds.map(|seconds| seconds.to_string())
    );
    assert_eq!(value("timestamp").unwrap().len(), 13, "these are not milliseconds");
}

fn check_address(parts: &Parts, setup: &Setup, sent: &Sent) {
    let (id, query) = sent.address();
    if let Some(id) = id {
        let segments: Vec<_> = parts.uri.path().split('/').map(decoded).collect();
        assert!(segments.iter().any(|segment| segment == id), "{id:?} is not in {segments:?}");
        let expected = if matches!(sent, Sent::Query { .. }) { 6 } else { 5 };
        assert_eq!(segments.len(), expected, "{segments:?}");
    }
    let pairs = parts.uri.query().into_iter().flat_map(|query| query.split('&'));
    let mut found: Vec<_> = pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    let extra = setup.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut expected: Vec<_> = query
        .into_iter()
        .chain(extra)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

fn check_body(parts: &Parts, body: &[u8], setup: &Setup, sent: &Sent) {
    let (json, file) = sent.expected();
    let content_type = platform::header(&parts.headers, "content-type");
    let boundary =
        content_type.and_then(|text| text.strip_prefix("multipart/form-data; boundary="));
    assert_eq!(boundary.is_some(), file.is_some());
    let text = match boundary {
        Some(boundary) => {
            let (field, content) = file.unwrap();
            assert_eq!(file_of(body, boundary, field), content, "the file is another");
            part(body, boundary, "data")
        }
        None => Some(body.to_vec()).filter(|body| !body.is_empty()),
    };
    let plain = match text {
        Some(text) if setup.is_encrypted() => Some(ENCRYPT_KEY.decrypt(&text).unwrap()),
        other => other,
    };
    let found = plain.map(|plain| serde_json::from_slice::<serde_json::Value>(&plain).unwrap());
    assert_eq!(found, json);
}

/// The content of the only file.
fn file_of<'a>(body: &'a [u8], boundary: &str, field: &str) -> &'a [u8] {
    let escaped: String = field
        .chars()
        .map(|one| match one {
            '"' | '\0'..='\x1f' | '\x7f' => format!("%{:02X}", u32::from(one)),
            one => one.to_string(),
        })
        .collect();
    let head = format!("name=\"{escaped}\"; filename=\"");
    let after_name = after(body, head.as_bytes());
    let content = after(after_name, b"\r\n\r\n");
    let end = format!("\r\n--{boundary}--\r\n");
    content.strip_suffix(end.as_bytes()).unwrap()
}

fn after<'a>(body: &'a [u8], text: &[u8]) -> &'a [u8] {
    let at = body.windows(text.len()).position(|window| window == text);
    &body[at.expect("a part") + text.len()..]
}

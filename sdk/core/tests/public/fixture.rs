//! Files for tests: keys and certificates that protect nothing.

use std::path::PathBuf;

use alipay_sdk_core::Contents;
use proptest::prelude::*;

/// Files that hold neither keys nor certificates as they are.
pub(crate) const CONTAINERS: [(&str, Contents); 5] = [
    ("request.csr", Contents::CertificateRequest),
    ("revoked.crl", Contents::RevocationList),
    ("envelope.p7b", Contents::Envelope),
    ("store.p12", Contents::KeyStore),
    ("openssh.pem", Contents::OpenSshKey),
];

pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures")).join(name)
}

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).expect("a fixture")
}

pub(crate) fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).expect("a text")
}

/// The text between the lines of dashes of the first block, without white space.
pub(crate) fn base64(name: &str) -> String {
    let text = text(name);
    let body = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    body.take_while(|line| !line.starts_with("-----END")).collect()
}

/// Small damages: bytes changed, removed, doubled, and the end cut off.
pub(crate) fn damaged(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let damage = (any::<prop::sample::Index>(), any::<u8>(), 0..4u8);
    prop::collection::vec(damage, 1..4).prop_map(move |damages| {
        let mut bytes = original.clone();
        for (place, byte, kind) in damages {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

/// The same block written differently: line width, line ends, indentation, blanks around, byte
/// order mark, bare or not.
pub(crate) fn rewrapped(label: &'static str, base64: String) -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec!["\n", "\r\n", "\r", " ", "\\n", "\n\n"]);
    let around = prop::sample::select(vec!["", "\n", " \t", "\r\n\r\n", "\u{feff}", "\u{3000}"]);
    (1..200usize, ends, 0..5usize, around, any::<bool>()).prop_map(move |(width, end, indent, around, bare)| {
        let indent = " ".repeat(indent);
        let lines: Vec<_> = base64.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line)).collect();
        let body = lines.join(&format!("{end}{indent}"));
        if bare {
            format!("{around}{indent}{body}{around}")
        } else {
            format!("{around}{indent}-----BEGIN {label}-----{end}{indent}{body}{end}{indent}-----END {label}-----{around}")
        }
    })
}

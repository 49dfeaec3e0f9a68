//! What a signature says about itself: which digest it was made of, by which key.

use num_bigint::BigUint;

use crate::crypto::VerifyingKey;
use crate::der::{self, Key};

/// What precedes the digest in a signature of PKCS#1 v1.5, by digest.
const PREFIXES: [(&str, &[u8]); 4] = [
    (SHA256, &[0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20]),
    ("SHA-1", &[0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14]),
    (
        "SHA-512",
        &[0x30, 0x51, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40],
    ),
    (
        "MD5",
        &[0x30, 0x20, 0x30, 0x0c, 6, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5, 5, 0, 4, 0x10],
    ),
];

/// The digest of the protocol.
pub(super) const SHA256: &str = "SHA-256";

/// The digest that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    /// Which digest it is.
    pub(super) algorithm: &'static str,
    pub(super) digest: Vec<u8>,
}

/// The length of a key's signatures, in bytes.
pub(super) fn length(key: &VerifyingKey) -> Option<usize> {
    usize::try_from(der::public_key(key.der())?.modulus.bits().div_ceil(8)).ok()
}

/// The digest in a signature, if this key's owner made it. RSA gives it back to everybody who has
/// the public key.
pub(super) fn digest(key: &VerifyingKey, signature: &[u8]) -> Option<Signed> {
    let Key { modulus, exponent } = der::public_key(key.der())?;
    let opened = BigUint::from_bytes_be(signature).modpow(&exponent, &modulus).to_bytes_be();
    // A leading zero is lost with the number; then 01, many FF, 00.
    let padded = opened.strip_prefix(&[1])?;
    let padding = padded.iter().take_while(|byte| **byte == 0xff).count();
    let content = padded.get(padding..)?.strip_prefix(&[0]).filter(|_| padding >= 8)?;
    PREFIXES.iter().find_map(|(algorithm, prefix)| {
        let digest = content.strip_prefix(*prefix)?.to_vec();
        Some(Signed { algorithm, digest })
    })
}

//! Cryptography by a library: aws-lc-rs, or ring. No other module of this crate names one.
//!
//! The file of each has the same items. With both features on aws-lc-rs counts, which signs faster.
//! Keys that only one of them signs with are signed with in `key`, so that both take the same.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
mod hash;
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
mod no_library;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
mod ring;

#[cfg(feature = "aws-lc-rs")]
use aws_lc as library;
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
use no_library::{self as hash, self as library};
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
use ring as library;

pub use hash::{HmacKey, sha1, sha256};
#[cfg(feature = "certificate-source")]
pub(crate) use library::CHAIN_ALGORITHMS;
pub use library::fill_randomly;
pub(crate) use library::{Cipher, SigningKey, VerifyingKey};

/// Returns whether two texts are the same. The time that it takes depends on their lengths alone:
/// the library compares authentication codes of both in constant time.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    let key = HmacKey::new(b"");
    key.verify(one, key.sign(other).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_only_byte_for_byte() {
        assert!(same(b"", b"") && same(b"state", b"state"));
        for other in [&b""[..], b"stat", b"states", b"State"] {
            assert!(!same(b"state", other) && !same(other, b"state"), "{other:?}");
        }
    }
}

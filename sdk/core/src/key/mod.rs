//! Keys: the application's own, which signs, and the platform's, which verifies.

mod convert;
mod error;
mod private;
mod public;
mod short;
mod sign_type;
#[cfg(test)]
mod tests;

pub use error::KeyError;
pub use private::PrivateKey;
pub use public::PublicKey;
pub use sign_type::SignType;

use std::ops::RangeInclusive;

use crate::encoding::{self, Block};

/// The lengths of RSA keys in bits that are taken. Alipay wants 2048 and more for new keys; 8192 is
/// where the cryptographic library ends.
const LENGTHS: RangeInclusive<usize> = 1024..=8192;

/// The length of a modulus in bits.
fn bits(modulus: &[u8]) -> usize {
    let significant =
        modulus.iter().position(|byte| *byte != 0).and_then(|start| modulus.get(start..));
    significant.unwrap_or_default().split_first().map_or(0, |(first, rest)| {
        (u8::BITS - first.leading_zeros()) as usize + rest.len() * u8::BITS as usize
    })
}

/// The first key of a text; without one the error that helps most.
fn first_key<K>(
    content: &[u8],
    from_block: impl Fn(Block) -> Result<K, KeyError>,
) -> Result<K, KeyError> {
    let mut error = KeyError::Malformed;
    for block in encoding::blocks(content)? {
        match from_block(block) {
            Ok(key) => return Ok(key),
            Err(other) => error = error.better(other),
        }
    }
    Err(error)
}

fn check_length(bits: usize) -> Result<usize, KeyError> {
    if LENGTHS.contains(&bits) { Ok(bits) } else { Err(KeyError::Length { bits }) }
}

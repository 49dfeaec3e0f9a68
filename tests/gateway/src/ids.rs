//! Random ids.

use ring::rand::{SecureRandom, SystemRandom};

/// An id of 32 hex digits.
pub(crate) fn random() -> String {
    let mut bytes = [0; 16];
    let _ = SystemRandom::new().fill(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}

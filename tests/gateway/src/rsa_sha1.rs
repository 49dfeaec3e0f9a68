//! RSA with SHA-1, which ring does not sign with: for notifications with the old `sign_type`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use num_bigint::BigUint;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use crate::der::{self, Key};

/// What precedes a digest of SHA-1 in PKCS#1 v1.5.
const PREFIX: [u8; 15] = [0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14];

/// The signature by a key in PKCS#8, in Base64. Not in constant time: the keys are no secrets.
pub(crate) fn sign(pkcs8: &[u8], text: &[u8]) -> Option<String> {
    let Key { modulus, exponent } = der::private_key(pkcs8)?;
    let length = usize::try_from(modulus.bits().div_ceil(8)).ok()?;
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, text);
    let mut padded = vec![0, 1];
    padded.resize(length.checked_sub(PREFIX.len() + digest.as_ref().len() + 1)?, 0xff);
    padded.push(0);
    padded.extend_from_slice(&PREFIX);
    padded.extend_from_slice(digest.as_ref());
    let signature = BigUint::from_bytes_be(&padded).modpow(&exponent, &modulus).to_bytes_be();
    let mut whole = vec![0; length.checked_sub(signature.len())?];
    whole.extend(signature);
    Some(BASE64_STANDARD.encode(whole))
}

//! Digests, and codes by them: both libraries have the same.

use super::library::digest::{Digest, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use super::library::hmac;

pub fn sha256(text: &[u8]) -> Digest {
    digest(&SHA256, text)
}

pub fn sha1(text: &[u8]) -> Digest {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, text)
}

/// A key of HMAC-SHA256.
#[derive(Clone)]
pub struct HmacKey(hmac::Key);

impl HmacKey {
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub fn sign(&self, text: &[u8]) -> hmac::Tag {
        hmac::sign(&self.0, text)
    }

    pub fn verify(&self, text: &[u8], code: &[u8]) -> bool {
        hmac::verify(&self.0, text, code).is_ok()
    }
}

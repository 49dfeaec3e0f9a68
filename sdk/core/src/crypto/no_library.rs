//! No library is on. The items are here in name alone, so that the one error that says what to do
//! is not lost among those of a hundred imports.

use pkcs1::RsaPublicKeyRef;
use zeroize::Zeroizing;

compile_error!(
    "no cryptographic library is on: add `aws-lc-rs` (the default, signs faster) or `ring` (builds \
     faster) to the features of `alipay-sdk`"
);

#[cfg(feature = "certificate-source")]
pub(crate) const CHAIN_ALGORITHMS: [&dyn rustls_pki_types::SignatureVerificationAlgorithm; 0] = [];

pub fn fill_randomly(_: &mut [u8]) -> Option<()> {
    None
}

pub fn sha256(_: &[u8]) -> Vec<u8> {
    Vec::new()
}

pub fn sha1(_: &[u8]) -> Vec<u8> {
    Vec::new()
}

#[derive(Clone)]
pub struct HmacKey;

impl HmacKey {
    pub fn new(_: &[u8]) -> Self {
        Self
    }

    pub fn sign(&self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    pub fn verify(&self, _: &[u8], _: &[u8]) -> bool {
        false
    }
}

pub(crate) enum SigningKey {}

impl SigningKey {
    pub(crate) fn read(_: &[u8]) -> Option<Self> {
        None
    }

    pub(crate) fn sign_sha256(&self, _: &[u8]) -> Option<Vec<u8>> {
        match *self {}
    }

    pub(crate) fn pkcs1(&self) -> Option<Zeroizing<Vec<u8>>> {
        match *self {}
    }
}

pub(crate) enum VerifyingKey {}

impl VerifyingKey {
    pub(crate) fn new(_: &[u8], _: &RsaPublicKeyRef<'_>) -> Option<Self> {
        None
    }

    pub(crate) fn verify_sha256(&self, _: &[u8], _: &[u8]) -> bool {
        match *self {}
    }

    pub(crate) fn verify_sha1(&self, _: &[u8], _: &[u8]) -> bool {
        match *self {}
    }
}

pub(crate) enum Cipher {}

impl Cipher {
    pub(crate) fn new(_: &[u8]) -> Option<Self> {
        None
    }

    pub(crate) fn encrypt(&self, _: &[u8]) -> Vec<u8> {
        match *self {}
    }

    pub(crate) fn decrypt(&self, _: Vec<u8>) -> Option<Vec<u8>> {
        match *self {}
    }
}

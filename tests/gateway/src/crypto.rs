//! Requests are verified by ring, bodies encrypted by RustCrypto: other libraries than the SDK's.
//!
//! Responses are signed by aws-lc-rs where that feature is on, as the SDK's requests are, because
//! ring takes three times as long and a load test would measure that alone. What it signs is
//! verified by ring before it is sent, so a mistake cannot hide here either.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as signing;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as signing;
use ring::signature::{
    KeyPair, RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair,
    UnparsedPublicKey,
};

use crate::{der, rsa_sha1};

/// A key that the platform signs with.
pub(crate) struct SigningKey {
    signer: signing::signature::RsaKeyPair,
    /// How long a signature is, in bytes.
    length: usize,
    verifier: VerifyingKey,
    pkcs8: Vec<u8>,
}

/// A key that requests are verified with: `RSAPublicKey` in DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifyingKey(Vec<u8>);

/// Keys, with what to call their owners.
pub(crate) type NamedKeys = Vec<(String, VerifyingKey)>;

impl SigningKey {
    /// From PKCS#8 as PEM.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        let pkcs8 = decode_pem(pem)?;
        let key = RsaKeyPair::from_pkcs8(&pkcs8).ok()?;
        let verifier = VerifyingKey(key.public_key().as_ref().to_vec());
        let length = key.public().modulus_len();
        let signer = signing::signature::RsaKeyPair::from_pkcs8(&pkcs8).ok()?;
        Some(Self { signer, length, verifier, pkcs8 })
    }

    /// The signature in Base64.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<String> {
        let mut signature = vec![0; self.length];
        let random = signing::rand::SystemRandom::new();
        let scheme = &signing::signature::RSA_PKCS1_SHA256;
        self.signer.sign(scheme, &random, text, &mut signature).ok()?;
        self.verifier.holds(text, &signature).then(|| BASE64_STANDARD.encode(signature))
    }

    /// The signature with SHA-1 in Base64.
    pub(crate) fn sign_sha1(&self, text: &[u8]) -> Option<String> {
        rsa_sha1::sign(&self.pkcs8, text)
    }

    pub(crate) fn verifying_key(&self) -> VerifyingKey {
        self.verifier.clone()
    }
}

impl VerifyingKey {
    /// From `SubjectPublicKeyInfo` in DER.
    pub(crate) fn from_spki(der: &[u8]) -> Option<Self> {
        der::rsa_public_key(der).map(Self)
    }

    /// `RSAPublicKey`.
    pub(crate) fn der(&self) -> &[u8] {
        &self.0
    }

    /// Whether a signature in Base64 is one of this text.
    pub(crate) fn verify(&self, text: &[u8], signature: &str) -> bool {
        BASE64_STANDARD.decode(signature).is_ok_and(|signature| self.holds(text, &signature))
    }

    /// The same with SHA-1.
    pub(crate) fn verify_sha1(&self, text: &[u8], signature: &str) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        BASE64_STANDARD.decode(signature).is_ok_and(|sign| key.verify(text, &sign).is_ok())
    }

    fn holds(&self, text: &[u8], signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0);
        key.verify(text, signature).is_ok()
    }
}

impl rcgen::PublicKeyData for VerifyingKey {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

/// The content of a PEM block, or of bare Base64, which the crate pem does not read.
pub(crate) fn decode_pem(text: &str) -> Option<Vec<u8>> {
    let base64: String =
        text.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    BASE64_STANDARD.decode(base64).ok()
}

/// AES-128-CBC with an IV of zeros, PKCS#7, Base64.
pub(crate) fn encrypt(key: &[u8; 16], plain: &[u8]) -> String {
    let cipher = cbc::Encryptor::<aes::Aes128>::new(key.into(), &[0; 16].into());
    BASE64_STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(plain))
}

/// What [`encrypt`] was given.
pub(crate) fn decrypt(key: &[u8; 16], text: &[u8]) -> Option<Vec<u8>> {
    let bytes = BASE64_STANDARD.decode(text).ok()?;
    let cipher = cbc::Decryptor::<aes::Aes128>::new(key.into(), &[0; 16].into());
    cipher.decrypt_padded_vec::<Pkcs7>(&bytes).ok()
}

//! RSA by ring, AES by RustCrypto: other libraries than the SDK's.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A key that the platform signs with.
pub(crate) struct SigningKey(RsaKeyPair);

/// A key that requests are verified with: `RSAPublicKey` in DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifyingKey(Vec<u8>);

impl SigningKey {
    /// From PKCS#8 as PEM.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        RsaKeyPair::from_pkcs8(&der_of(pem)?).ok().map(Self)
    }

    /// The signature in Base64.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<String> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let random = SystemRandom::new();
        self.0.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).ok()?;
        Some(BASE64_STANDARD.encode(signature))
    }

    #[allow(dead_code, reason = "for what the platform signs besides answers")]
    pub(crate) fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.public().as_ref().to_vec())
    }
}

impl VerifyingKey {
    /// From `SubjectPublicKeyInfo`, as PEM or Base64.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let der = der_of(text)?;
        let (_, info) = SubjectPublicKeyInfo::from_der(&der).ok()?;
        Some(Self(info.subject_public_key.data.to_vec()))
    }

    /// Whether a signature in Base64 is one of this text.
    pub(crate) fn verify(&self, text: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64_STANDARD.decode(signature) else { return false };
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0);
        key.verify(text, &signature).is_ok()
    }
}

/// The content of a PEM block, or of bare Base64.
fn der_of(text: &str) -> Option<Vec<u8>> {
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

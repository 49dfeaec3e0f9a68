//! Cryptography by aws-lc-rs.

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_SHA256, RsaKeyPair,
};
use der::Decode;
use pkcs1::RsaPublicKeyRef;
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

pub(super) use aws_lc_rs::{digest, hmac};

/// The signatures of certificates that issue others.
#[cfg(feature = "certificate-source")]
pub(crate) const CHAIN_ALGORITHMS: [&dyn rustls_pki_types::SignatureVerificationAlgorithm; 3] = [
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
];

/// Fills `bytes` with random bytes. Returns `None` when the operating system provides none.
pub fn fill_randomly(bytes: &mut [u8]) -> Option<()> {
    rand::fill(bytes).ok()
}

/// An RSA key that the library signs with: SHA-256 alone, and 2048 bits and more.
pub(crate) struct SigningKey(RsaKeyPair);

impl SigningKey {
    /// The key of this PKCS#1, if the library takes it.
    pub(crate) fn read(pkcs1: &[u8]) -> Option<Self> {
        RsaKeyPair::from_der(pkcs1).ok().map(Self)
    }

    pub(crate) fn sign_sha256(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).ok()?;
        Some(signature)
    }

    /// What [`read`](Self::read) was given. The library shows its key in PKCS#8 alone, in a buffer
    /// that it wipes.
    pub(crate) fn pkcs1(&self) -> Option<Zeroizing<Vec<u8>>> {
        let der: Pkcs8V1Der<'_> = self.0.as_der().ok()?;
        let info = PrivateKeyInfoRef::from_der(der.as_ref()).ok()?;
        Some(Zeroizing::new(info.private_key.as_bytes().to_vec()))
    }
}

/// An RSA key of 1024 to 8192 bits that verifies.
pub(crate) struct VerifyingKey(ParsedPublicKey);

impl VerifyingKey {
    /// The key of these numbers, which `spki` holds in DER; nothing when they cannot be a key.
    pub(crate) fn new(spki: &[u8], _: &RsaPublicKeyRef<'_>) -> Option<Self> {
        // The name says what is new to it, SHA-256 with short keys; longer keys are verified the
        // same way.
        let algorithm = &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY;
        ParsedPublicKey::new(algorithm, spki).ok().map(Self)
    }

    pub(crate) fn verify_sha256(&self, text: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(text, signature).is_ok()
    }

    pub(crate) fn verify_sha1(&self, text: &[u8], signature: &[u8]) -> bool {
        let algorithm = &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY;
        ParsedPublicKey::new(algorithm, &self.0)
            .is_ok_and(|key| key.verify_sig(text, signature).is_ok())
    }
}

/// A key of AES-CBC with PKCS#7 and an IV of zeros.
pub(crate) struct Cipher {
    encrypt: PaddedBlockEncryptingKey,
    decrypt: PaddedBlockDecryptingKey,
}

impl Cipher {
    /// The cipher of this key of 16, 24 or 32 bytes; nothing for other lengths.
    pub(crate) fn new(key: &[u8]) -> Option<Self> {
        let algorithm = match key.len() {
            16 => &AES_128,
            24 => &AES_192,
            32 => &AES_256,
            _ => return None,
        };
        let unbound = || UnboundCipherKey::new(algorithm, key);
        Some(Self {
            encrypt: unbound().and_then(PaddedBlockEncryptingKey::cbc_pkcs7).ok()?,
            decrypt: unbound().and_then(PaddedBlockDecryptingKey::cbc_pkcs7).ok()?,
        })
    }

    pub(crate) fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        let mut buffer = plain.to_vec();
        let context = EncryptionContext::Iv128(FixedLength::from([0; 16]));
        match self.encrypt.less_safe_encrypt(&mut buffer, context) {
            Ok(_) => buffer,
            // The context is of this mode's kind and the buffer grows: there is nothing to fail.
            Err(_) => unreachable!("AES-CBC takes text of any length"),
        }
    }

    /// Nothing when the padding is wrong.
    pub(crate) fn decrypt(&self, mut buffer: Vec<u8>) -> Option<Vec<u8>> {
        let context = DecryptionContext::Iv128(FixedLength::from([0; 16]));
        let length = self.decrypt.decrypt(&mut buffer, context).ok()?.len();
        buffer.truncate(length);
        Some(buffer)
    }
}

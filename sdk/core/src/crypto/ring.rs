//! Cryptography by ring, and by `aes` and `cbc` for what ring lacks.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit,
    KeyInit,
};
use aes::{Aes128, Aes192, Aes256};
use pkcs1::RsaPublicKeyRef;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_SHA256, RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
};
use zeroize::Zeroizing;

pub(super) use ring::{digest, hmac};

/// The signatures of certificates that issue others.
#[cfg(feature = "certificate-source")]
pub(crate) const CHAIN_ALGORITHMS: [&dyn rustls_pki_types::SignatureVerificationAlgorithm; 3] = [
    webpki::ring::RSA_PKCS1_2048_8192_SHA256,
    webpki::ring::RSA_PKCS1_2048_8192_SHA384,
    webpki::ring::RSA_PKCS1_2048_8192_SHA512,
];

/// Fills `bytes` with random bytes. Returns `None` when the operating system provides none.
pub fn fill_randomly(bytes: &mut [u8]) -> Option<()> {
    SystemRandom::new().fill(bytes).ok()
}

/// An RSA key that the library signs with: SHA-256 alone, 2048, 3072 or 4096 bits, factors of half
/// that length, and a public exponent of 65537 and more.
pub(crate) struct SigningKey {
    pair: Box<RsaKeyPair>,
    /// The library does not show its key.
    pkcs1: Zeroizing<Vec<u8>>,
}

impl SigningKey {
    /// The key of this PKCS#1, if the library takes it.
    pub(crate) fn read(pkcs1: &[u8]) -> Option<Self> {
        let pair = RsaKeyPair::from_der(pkcs1).ok().map(Box::new)?;
        Some(Self { pair, pkcs1: Zeroizing::new(pkcs1.to_vec()) })
    }

    pub(crate) fn sign_sha256(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).ok()?;
        Some(signature)
    }

    /// What [`read`](Self::read) was given.
    pub(crate) fn pkcs1(&self) -> Option<Zeroizing<Vec<u8>>> {
        Some(self.pkcs1.clone())
    }
}

/// An RSA key of 1024 to 8192 bits that verifies.
pub(crate) struct VerifyingKey(RsaPublicKeyComponents<Vec<u8>>);

impl VerifyingKey {
    /// The key of these numbers, which `spki` holds in DER; nothing when they cannot be a key.
    pub(crate) fn new(_: &[u8], numbers: &RsaPublicKeyRef<'_>) -> Option<Self> {
        let (n, e) = (numbers.modulus.as_bytes(), numbers.public_exponent.as_bytes());
        // The library looks at a key only when it verifies, and would take no signature: as
        // aws-lc-rs does, an odd modulus and an odd exponent of 3 to 33 bits' length are asked for.
        let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
        let is_small = match e {
            [first, _, _, _, _] => *first == 1,
            [only] => *only > 1,
            e => e.len() < 5,
        };
        let is_key = is_odd(n) && is_odd(e) && is_small;
        is_key.then(|| Self(RsaPublicKeyComponents { n: n.to_vec(), e: e.to_vec() }))
    }

    pub(crate) fn verify_sha256(&self, text: &[u8], signature: &[u8]) -> bool {
        self.verify(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, text, signature)
    }

    pub(crate) fn verify_sha1(&self, text: &[u8], signature: &[u8]) -> bool {
        self.verify(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, text, signature)
    }

    fn verify(&self, how: &RsaParameters, text: &[u8], signature: &[u8]) -> bool {
        self.0.verify(how, text, signature).is_ok()
    }
}

/// A key of AES-CBC with PKCS#7 and an IV of zeros. The library wipes it.
pub(crate) enum Cipher {
    Bits128(Aes128),
    Bits192(Aes192),
    Bits256(Aes256),
}

impl Cipher {
    /// The cipher of this key of 16, 24 or 32 bytes; nothing for other lengths.
    pub(crate) fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(Self::Bits128),
            24 => Aes192::new_from_slice(key).ok().map(Self::Bits192),
            32 => Aes256::new_from_slice(key).ok().map(Self::Bits256),
            _ => None,
        }
    }

    pub(crate) fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        match self {
            Self::Bits128(cipher) => encrypt(cipher, plain),
            Self::Bits192(cipher) => encrypt(cipher, plain),
            Self::Bits256(cipher) => encrypt(cipher, plain),
        }
    }

    /// Nothing when the padding is wrong.
    pub(crate) fn decrypt(&self, buffer: Vec<u8>) -> Option<Vec<u8>> {
        match self {
            Self::Bits128(cipher) => decrypt(cipher, buffer),
            Self::Bits192(cipher) => decrypt(cipher, buffer),
            Self::Bits256(cipher) => decrypt(cipher, buffer),
        }
    }
}

fn encrypt<C: BlockCipherEncrypt>(cipher: &C, plain: &[u8]) -> Vec<u8> {
    cbc::Encryptor::inner_iv_init(cipher, &Default::default()).encrypt_padded_vec::<Pkcs7>(plain)
}

fn decrypt<C: BlockCipherDecrypt>(cipher: &C, mut buffer: Vec<u8>) -> Option<Vec<u8>> {
    let decryptor = cbc::Decryptor::inner_iv_init(cipher, &Default::default());
    let length = decryptor.decrypt_padded::<Pkcs7>(&mut buffer).ok()?.len();
    buffer.truncate(length);
    Some(buffer)
}

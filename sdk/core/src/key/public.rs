//! A public key: what verifies.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use ::base64::Engine;
use ::base64::prelude::BASE64_STANDARD;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use der::asn1::BitStringRef;
use der::{Decode, Encode};
use pkcs1::RsaPublicKeyRef;
use spki::SubjectPublicKeyInfoRef;

use super::first::first_key;
use super::{KeyError, SignType};
use crate::crypto::{VerifyingKey, sha256};
use crate::encoding::{
    Block, Contents, Structure, certificate_public_key, conversions, hex, structure,
};

conversions!(PublicKey, KeyError);

/// An RSA public key: Alipay's, which verifies its responses and notifications.
///
/// Cheap to clone. Two keys are equal when they have the same numbers, whatever form they were read
/// from.
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

struct Inner {
    spki: Vec<u8>,
    bits: usize,
    verifier: VerifyingKey,
}

impl PublicKey {
    /// Reads a key from a text or from the bytes of a file.
    ///
    /// It accepts `SubjectPublicKeyInfo` (`PUBLIC KEY`), PKCS#1 (`RSA PUBLIC KEY`), and
    /// certificates, whose key it takes. They may be PEM, bare Base64 or DER, in all forms that
    /// [`PrivateKey::parse`](crate::PrivateKey::parse) accepts. The content decides, not the label
    /// of the PEM block.
    ///
    /// # Errors
    ///
    /// When the content is not an RSA public key of 1024 to 8192 bits. The error says what was
    /// found instead.
    pub fn parse(content: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        first_key(content.as_ref(), Self::from_block)
    }

    /// Returns the length of the key in bits.
    pub fn bits(&self) -> usize {
        self.0.bits
    }

    /// Verifies a signature by RSASSA-PKCS1-v1_5 with SHA-256 (`RSA2`): returns whether the private
    /// key of this public key signed the text. The signature is bytes, not Base64.
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        self.0.verifier.verify_sha256(text, signature)
    }

    /// Verifies a signature with the digest of this `sign_type`: returns whether the private key of
    /// this public key signed the text.
    pub fn verify_as(&self, sign_type: SignType, text: &[u8], signature: &[u8]) -> bool {
        match sign_type {
            SignType::Rsa2 => self.verify(text, signature),
            SignType::Rsa => self.0.verifier.verify_sha1(text, signature),
        }
    }

    /// Returns whether the private key of this public key made the signature, of any text. It tells
    /// a wrong key from a changed text.
    pub fn has_made(&self, signature: &[u8]) -> bool {
        opened(&self.0.spki, signature).is_some_and(|padded| {
            let (head, rest) = padded.split_at_checked(2).unwrap_or_default();
            let filled = rest.iter().take_while(|byte| **byte == 0xff).count();
            head == [0, 1] && filled >= 8 && rest.get(filled) == Some(&0)
        })
    }

    /// Returns the key as `SubjectPublicKeyInfo` (RFC 5280) in DER.
    pub fn spki_der(&self) -> &[u8] {
        &self.0.spki
    }

    /// Returns the key as `SubjectPublicKeyInfo` in Base64 on one line, as the console of the open
    /// platform shows it.
    pub fn spki_base64(&self) -> String {
        BASE64_STANDARD.encode(&self.0.spki)
    }

    fn from_block(block: Block) -> Result<Self, KeyError> {
        if block.encrypted {
            return Err(KeyError::instead(
                Contents::PublicKey,
                Structure::Other(Contents::EncryptedPrivateKey),
            ));
        }
        let der = block.content?;
        match structure(&der) {
            Structure::PublicInfo => Self::from_spki(&der),
            Structure::RsaPublic => Self::from_pkcs1(&der),
            Structure::Certificate => {
                certificate_public_key(&der).ok_or(KeyError::Malformed).and_then(Self::from_spki)
            }
            // Whose algorithm it is matters less than that it is private.
            Structure::EcPrivate | Structure::DsaPrivate => {
                Err(KeyError::instead(Contents::PublicKey, Structure::RsaPrivate))
            }
            other => Err(KeyError::instead(Contents::PublicKey, other)),
        }
    }

    /// From a `SubjectPublicKeyInfo`.
    pub(crate) fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        KeyError::check_algorithm(&info.algorithm)?;
        Self::from_pkcs1(info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?)
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        Self::from_numbers(&RsaPublicKeyRef::from_der(der).map_err(|_| KeyError::Malformed)?)
    }

    pub(super) fn from_numbers(numbers: &RsaPublicKeyRef<'_>) -> Result<Self, KeyError> {
        let bits = bit_length(numbers.modulus.as_bytes());
        if !LENGTHS.contains(&bits) {
            return Err(KeyError::Length { bits });
        }
        let spki = spki(numbers).map_err(|_| KeyError::Malformed)?;
        let verifier = VerifyingKey::new(&spki, numbers).ok_or(KeyError::Inconsistent)?;
        Ok(Self(Arc::new(Inner { spki, bits, verifier })))
    }
}

/// The block that was signed, with its padding (RFC 8017, 8.2.2); public numbers alone.
fn opened(spki: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).ok()?;
    let numbers = RsaPublicKeyRef::from_der(info.subject_public_key.as_bytes()?).ok()?;
    let modulus = numbers.modulus.as_bytes();
    let precision = u32::try_from(modulus.len() * 8).ok()?;
    let number = |bytes| BoxedUint::from_be_slice(bytes, precision).ok();
    let parameters = BoxedMontyParams::new_vartime(Odd::new(number(modulus)?).into_option()?);
    let exponent = number(numbers.public_exponent.as_bytes())?;
    let signature = Some(signature).filter(|bytes| bytes.len() == modulus.len())?;
    let power = BoxedMontyForm::new(number(signature)?, &parameters).pow(&exponent).retrieve();
    let block = power.to_be_bytes();
    block.get(block.len().checked_sub(modulus.len())?..).map(<[u8]>::to_vec)
}

/// The lengths of RSA keys in bits that are taken. Alipay wants 2048 and more for new keys; 8192 is
/// where the cryptographic libraries end.
const LENGTHS: RangeInclusive<usize> = 1024..=8192;

/// The length of a modulus in bits: DER puts a zero before a number whose highest bit is set.
fn bit_length(modulus: &[u8]) -> usize {
    let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
    modulus.get(zeros..).and_then(<[u8]>::split_first).map_or(0, |(first, rest)| {
        (u8::BITS - first.leading_zeros()) as usize + rest.len() * u8::BITS as usize
    })
}

/// The key in the one form that all ways of writing it come to.
fn spki(numbers: &RsaPublicKeyRef<'_>) -> der::Result<Vec<u8>> {
    let numbers = numbers.to_der()?;
    let subject_public_key = BitStringRef::from_bytes(&numbers)?;
    SubjectPublicKeyInfoRef { algorithm: pkcs1::ALGORITHM_ID, subject_public_key }.to_der()
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.spki == other.0.spki
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = sha256(self.spki_der());
        let start = hash.as_ref().get(..8).unwrap_or_default();
        write!(formatter, "PublicKey(RSA, {} bits, SHA-256 {})", self.bits(), hex(start))
    }
}

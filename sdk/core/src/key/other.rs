//! Signing with RSA keys that the cryptographic library does not take, or with SHA-1.
//!
//! The library signs with 2048 bits and more and with SHA-2 only, while old applications still have
//! keys of 1024 bits, or sign with SHA-1, which the platform takes. ring also refuses lengths other
//! than 2048, 3072 and 4096, and public exponents below 65537. The one operation that is needed for
//! them, a power modulo the modulus, is done here, in constant time; what is signed is as in RFC
//! 8017, 8.2.1.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use pkcs1::RsaPrivateKeyRef;
use zeroize::Zeroizing;

use super::{KeyError, PublicKey, SignType};
use crate::crypto::{sha1, sha256};

/// A key for what the cryptographic library does not sign.
pub(super) struct OtherKey {
    modulus: BoxedMontyParams,
    exponent: Zeroizing<BoxedUint>,
    /// In bytes: the length of the modulus, and of a signature.
    length: usize,
}

impl OtherKey {
    /// The key of these numbers.
    ///
    /// # Errors
    ///
    /// [`KeyError::Inconsistent`] when the factors are not those of the modulus, or the private
    /// exponent does not belong to the public one: then it could not sign.
    pub(super) fn new(
        numbers: &RsaPrivateKeyRef<'_>,
        public: &PublicKey,
    ) -> Result<Self, KeyError> {
        let modulus = numbers.modulus.as_bytes();
        let precision = u32::try_from(modulus.len() * 8).map_err(|_| KeyError::Inconsistent)?;
        let number =
            |bytes| BoxedUint::from_be_slice(bytes, precision).map_err(|_| KeyError::Inconsistent);
        let first = Zeroizing::new(number(numbers.prime1.as_bytes())?);
        let second = Zeroizing::new(number(numbers.prime2.as_bytes())?);
        // A library checks this for the keys that it takes. A modulus that is not the product of
        // two factors is damaged or forged, and what it signs could give the exponent away.
        let product = first.checked_mul(&*second).into_option().map(Zeroizing::new);
        let modulus_number = number(modulus)?;
        if product.is_none_or(|product| *product != modulus_number) {
            return Err(KeyError::Inconsistent);
        }
        let odd = Odd::new(modulus_number).into_option().ok_or(KeyError::Inconsistent)?;
        let key = Self {
            modulus: BoxedMontyParams::new(odd),
            exponent: Zeroizing::new(number(numbers.private_exponent.as_bytes())?),
            length: modulus.len(),
        };
        key.sign(b"", public, SignType::Rsa2).map_err(|_| KeyError::Inconsistent)?;
        Ok(key)
    }

    /// Signs, and verifies what came out: a signature that went wrong could give the key away.
    pub(super) fn sign(
        &self,
        text: &[u8],
        public: &PublicKey,
        sign_type: SignType,
    ) -> Result<Vec<u8>, KeyError> {
        let encoded = self.encode(text, sign_type).ok_or(KeyError::Sign)?;
        let message = BoxedUint::from_be_slice(&encoded, self.modulus.bits_precision())
            .map_err(|_| KeyError::Sign)?;
        // The time of `pow` depends on the precision of the exponent, never on its bits: that is
        // why there is neither a shortcut for small numbers nor the faster way over the two
        // factors, whose faults show a factor. Time that tells nothing needs no blinding.
        let power = BoxedMontyForm::new(message, &self.modulus)
            .pow(&self.exponent)
            .retrieve()
            .to_be_bytes();
        // The number is as long as whole machine words; a signature is as long as the modulus.
        let start = power.len().checked_sub(self.length).ok_or(KeyError::Sign)?;
        let signature = power.get(start..).ok_or(KeyError::Sign)?.to_vec();
        if public.verify_as(sign_type, text, &signature) {
            Ok(signature)
        } else {
            Err(KeyError::Sign)
        }
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017, 9.2): padding, the name of the hash algorithm, the hash.
    fn encode(&self, text: &[u8], sign_type: SignType) -> Option<Vec<u8>> {
        /// The DER of `DigestInfo` up to the hash (RFC 8017, 9.2, note 1).
        const SHA256: &[u8] =
            &[0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
        const SHA1: &[u8] = &[0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14];
        let (name, hash) = match sign_type {
            SignType::Rsa2 => (SHA256, sha256(text)),
            SignType::Rsa => (SHA1, sha1(text)),
        };
        let padding = self.length.checked_sub(3 + name.len() + hash.as_ref().len())?;
        let mut message = vec![0x00, 0x01];
        message.resize(2 + padding, 0xff);
        message.push(0x00);
        message.extend(name);
        message.extend(hash.as_ref());
        Some(message)
    }
}

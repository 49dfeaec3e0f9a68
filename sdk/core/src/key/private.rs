//! A private key: what signs.

use std::fmt;
use std::sync::Arc;

use der::Decode;
use pkcs1::RsaPrivateKeyRef;
use pkcs8::PrivateKeyInfoRef;

use super::first::first_key;
use super::fit::exponents_fit;
use super::other::OtherKey;
use super::{KeyError, PublicKey, SignType};
use crate::crypto::SigningKey;
use crate::encoding::{Block, Contents, Structure, conversions, structure};

conversions!(PrivateKey, KeyError);

/// An RSA private key: the application's, which signs its requests.
///
/// Cheap to clone. Neither `Debug` nor any error shows anything of the key.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    signer: Signer,
    public: PublicKey,
}

enum Signer {
    Usual(SigningKey),
    Other(OtherKey),
}

/// The shortest key that any cryptographic library signs with, in bits.
const USUAL: usize = 2048;

impl PrivateKey {
    /// Reads a key from a text or from the bytes of a file.
    ///
    /// It accepts PKCS#1 (`RSA PRIVATE KEY`) and PKCS#8 (`PRIVATE KEY`), as PEM, bare Base64 or
    /// DER. Line width, line ends, indentation and surrounding blanks do not matter. The content
    /// decides, not the label of the PEM block. It also accepts a text in quotes or with a leading
    /// `name=`, with the escapes of forms, web pages and source code (`%2B`, `<br>`, `\n`), with
    /// invisible characters, in URL-safe Base64, and as Base64 of PEM. A text of more than 1 MiB is
    /// an error.
    ///
    /// # Errors
    ///
    /// When the content is not an RSA private key of 1024 to 8192 bits. The error says what was
    /// found instead.
    pub fn parse(content: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        first_key(content.as_ref(), Self::from_block)
    }

    /// Returns the public key that belongs to this key. Upload it in the console of the open
    /// platform.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public
    }

    /// Returns the length of the key in bits.
    pub fn bits(&self) -> usize {
        self.0.public.bits()
    }

    /// Signs a text with RSASSA-PKCS1-v1_5 and SHA-256, which Alipay calls `RSA2`. The signature is
    /// as long as the key, and always the same for the same text.
    ///
    /// # Errors
    ///
    /// [`KeyError::Sign`] when the cryptographic library fails, for example because memory is
    /// exhausted.
    pub fn sign(&self, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.0.signer {
            Signer::Usual(key) => key.sign_sha256(text).ok_or(KeyError::Sign),
            Signer::Other(key) => key.sign(text, &self.0.public, SignType::Rsa2),
        }
    }

    /// Signs a text with RSASSA-PKCS1-v1_5 and SHA-1, which Alipay calls `RSA`.
    pub fn sign_sha1(&self, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        let public = &self.0.public;
        match &self.0.signer {
            Signer::Usual(key) => {
                let der = key.pkcs1().ok_or(KeyError::Sign)?;
                let numbers = RsaPrivateKeyRef::from_der(&der).map_err(|_| KeyError::Sign)?;
                OtherKey::new(&numbers, public)?.sign(text, public, SignType::Rsa)
            }
            Signer::Other(key) => key.sign(text, public, SignType::Rsa),
        }
    }

    fn from_block(block: Block) -> Result<Self, KeyError> {
        if block.encrypted {
            return Err(KeyError::Encrypted);
        }
        let der = block.content?;
        match structure(&der) {
            Structure::RsaPrivate => Self::from_pkcs1(&der),
            Structure::PrivateInfo => Self::from_pkcs8(&der),
            other => Err(KeyError::instead(Contents::PrivateKey, other)),
        }
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        KeyError::check_algorithm(&info.algorithm)?;
        Self::from_pkcs1(info.private_key.as_bytes())
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        let numbers = RsaPrivateKeyRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let public = PublicKey::from_numbers(&numbers.public_key())?;
        let is_usual = public.bits() >= USUAL;
        if is_usual && !exponents_fit(&numbers) {
            return Err(KeyError::Inconsistent);
        }
        let usual = if is_usual { SigningKey::read(der) } else { None };
        let signer = match usual {
            Some(key) => Signer::Usual(key),
            None => Signer::Other(OtherKey::new(&numbers, &public)?),
        };
        Ok(Self(Arc::new(Inner { signer, public })))
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PrivateKey(RSA, {} bits)", self.bits())
    }
}

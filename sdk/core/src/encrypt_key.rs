//! The content encryption of the platform: AES-CBC, PKCS#7, an IV of zeros, Base64.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use crate::crypto::Cipher;
use crate::encoding::{OddCharacter, TextError, bare, decode, dense, hex_digits, there_is};

/// The AES key of an application, for the encryption of bodies (接口内容加密).
///
/// Cheap to clone. The key appears in no `Debug` and no error, and is wiped when it is dropped.
#[derive(Clone)]
pub struct EncryptKey(Arc<Inner>);

struct Inner {
    cipher: Cipher,
    bits: usize,
}

/// Why an encryption key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptKeyError {
    /// The text is empty, or white space only.
    #[error("the encryption key is empty")]
    Empty,
    /// The text is not Base64.
    #[error(
        "the encryption key is not Base64{}; copy it from the platform's page as it is",
        there_is(*.odd)
    )]
    NotBase64 {
        /// The first character that does not occur in Base64, if there is one.
        odd: Option<OddCharacter>,
    },
    /// A form or an address turned `+` into blanks.
    #[error(
        "the encryption key has blanks where `+` belongs, because a form or a URL replaced each \
         `+`; copy it again; where it passes through a form or a URL, write `+` as `%2B`"
    )]
    Blanks,
    /// The text consists of hexadecimal digits, not of Base64.
    #[error(
        "the encryption key consists of {digits} hexadecimal digits, but the platform shows it in Base64 (16 bytes are \
         24 characters that end in `==`): copy it from the platform's page, or write its bytes in Base64"
    )]
    Hexadecimal {
        /// The number of digits.
        digits: usize,
    },
    /// The key has a length that AES does not have.
    #[error(
        "the encryption key has {bytes} bytes after decoding, but AES needs 16, 24 or 32; copy \
         the whole key"
    )]
    Length {
        /// The number of bytes.
        bytes: usize,
    },
}

/// Why a text cannot be decrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecryptError {
    /// No encryption key is configured.
    #[error("the text is encrypted, but no encrypt_key is configured")]
    NoKey,
    /// The text is not Base64.
    #[error("the encrypted text is not Base64")]
    NotBase64,
    /// The padding is wrong: the text was encrypted with another key.
    #[error("the text was not encrypted with this key")]
    Key,
}

impl EncryptKey {
    /// Reads the key as the platform shows it: Base64 of 16, 24 or 32 bytes. It ignores white
    /// space, quotes and a leading `name=`. It undoes the escapes of forms, web pages and source
    /// code, and accepts URL-safe Base64 and Base64 without padding.
    ///
    /// # Errors
    /// When the text is not Base64, or the key has another length.
    pub fn from_base64(text: impl AsRef<str>) -> Result<Self, EncryptKeyError> {
        let bytes = read(text.as_ref())?;
        let length = EncryptKeyError::Length { bytes: bytes.len() };
        let cipher = Cipher::new(&bytes).ok_or(length)?;
        Ok(Self(Arc::new(Inner { cipher, bits: bytes.len() * 8 })))
    }

    /// Encrypts a text, and returns Base64 on one line.
    pub fn encrypt(&self, plain: &[u8]) -> String {
        STANDARD.encode(self.0.cipher.encrypt(plain))
    }

    /// Decrypts a text that [`encrypt`](Self::encrypt) made.
    ///
    /// # Errors
    /// When the text is not Base64, or its padding shows that another key was used.
    pub fn decrypt(&self, text: &[u8]) -> Result<Vec<u8>, DecryptError> {
        let buffer = STANDARD.decode(text.trim_ascii()).map_err(|_| DecryptError::NotBase64)?;
        self.0.cipher.decrypt(buffer).ok_or(DecryptError::Key)
    }
}

/// How long the keys of AES are, in bytes.
const LENGTHS: [usize; 3] = [16, 24, 32];

/// The bytes of a key, of any length.
fn read(text: &str) -> Result<Zeroizing<Vec<u8>>, EncryptKeyError> {
    /// How AES keys look that are not in Base64.
    const HEXADECIMAL: [usize; 3] = [32, 48, 64];
    let letters = bare(text.as_bytes())?;
    if let Some(digits) = hex_digits(&letters).filter(|count| HEXADECIMAL.contains(count)) {
        return Err(EncryptKeyError::Hexadecimal { digits });
    }
    let bytes = decode(&letters, |bytes| LENGTHS.contains(&bytes.len()))?;
    // Bits behind the last byte: this was never the Base64 of a key.
    let canonical = Zeroizing::new(STANDARD_NO_PAD.encode(&bytes));
    if canonical.as_bytes() != dense(&letters)?.as_slice() {
        return Err(EncryptKeyError::NotBase64 { odd: None });
    }
    Ok(bytes)
}

crate::encoding::try_from! { EncryptKey, EncryptKeyError;
    [] &str, text => Self::from_base64(text);
    [] &String, text => Self::from_base64(text);
    /// The text is wiped.
    [] String, text => Self::from_base64(Zeroizing::new(text).as_str());
}

impl From<TextError> for EncryptKeyError {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::Blanks => Self::Blanks,
            TextError::NotBase64(odd) => Self::NotBase64 { odd },
            TextError::Truncated | TextError::TooLong | TextError::Path { .. } => {
                Self::NotBase64 { odd: None }
            }
        }
    }
}

impl From<std::convert::Infallible> for EncryptKeyError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl fmt::Debug for EncryptKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EncryptKey(AES, {} bits)", self.0.bits)
    }
}

//! One certificate.

use std::sync::Arc;
use std::time::SystemTime;

use crypto_bigint::BoxedUint;
use md5::{Digest, Md5};

use super::fields::Fields;
use super::{CertificateError, distinguished_name, validity};
use crate::encoding::{self, Block, Structure, TextError, conversions, hex, structure};
use crate::impl_debug;
use crate::key::{KeyError, PublicKey};

conversions!(Certificate, CertificateError);

/// A certificate (X.509): the application's, Alipay's, or a member of the root bundle.
///
/// Cheap to clone. Reading does not check the certificate: neither its signature nor its validity
/// is verified. Certificates of any algorithm can be read, including SM2 and elliptic curves.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    serial: String,
    serial_decimal: String,
    issuer: String,
    subject: String,
    signature_algorithm: String,
    spki: Vec<u8>,
    public_key: Option<PublicKey>,
    not_before: SystemTime,
    not_after: SystemTime,
    is_self_issued: bool,
    is_ca: bool,
    may_sign_texts: bool,
    may_issue: bool,
}

impl Certificate {
    /// Reads the first certificate of a text or of the bytes of a file.
    ///
    /// It accepts PEM, bare Base64 and DER, in all forms that
    /// [`PrivateKey::parse`](crate::PrivateKey::parse) accepts. PEM may have text between the
    /// blocks. A downloaded file may hold a chain; its first certificate is used.
    ///
    /// # Errors
    ///
    /// When the content is not a certificate. The error says what was found instead.
    pub fn parse(content: impl AsRef<[u8]>) -> Result<Self, CertificateError> {
        let mut found = Self::each(content.as_ref())?;
        found.next().unwrap_or(Err(CertificateError::Empty))
    }

    /// Reads all certificates of a text or of the bytes of a file, in their order. The list is
    /// never empty.
    ///
    /// # Errors
    ///
    /// As for [`Certificate::parse`]. The error says which certificate cannot be read, counted from
    /// 1.
    pub fn parse_all(content: impl AsRef<[u8]>) -> Result<Vec<Self>, CertificateError> {
        Self::each(content.as_ref())?.collect()
    }

    /// Returns the serial that Alipay asks for (`app_cert_sn`, `alipay_cert_sn`). It is the MD5 of
    /// the issuer and the serial number, as 32 lower-case hexadecimal digits. For the serial number
    /// of the certificate itself see [`Certificate::serial_decimal`].
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// Returns the serial number in the certificate, as an unsigned decimal number.
    pub fn serial_decimal(&self) -> &str {
        &self.0.serial_decimal
    }

    /// Returns the issuer as text, in the JDK's form of RFC 2253: `CN=…,OU=…,O=…,C=CN`.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Returns the subject as text, in the same form as [`issuer`](Self::issuer).
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Returns the object identifier of the algorithm of the issuer's signature.
    /// `1.2.840.113549.1.1.11` is SHA-256 with RSA.
    pub fn signature_algorithm(&self) -> &str {
        &self.0.signature_algorithm
    }

    /// Returns the public key of the certificate.
    ///
    /// # Errors
    ///
    /// When the key is not an RSA key, or has an unsupported length. Some members of the root
    /// bundle have SM2 or elliptic-curve keys.
    pub fn public_key(&self) -> Result<&PublicKey, CertificateError> {
        self.0.public_key.as_ref().ok_or_else(|| CertificateError::PublicKey {
            subject: self.0.subject.clone(),
            // Errors cannot be kept and handed out more than once.
            source: PublicKey::from_spki(&self.0.spki).err().unwrap_or(KeyError::Malformed),
        })
    }

    /// Returns the time from which the certificate is valid.
    pub fn not_before(&self) -> SystemTime {
        self.0.not_before
    }

    /// Returns the time until which the certificate is valid.
    pub fn not_after(&self) -> SystemTime {
        self.0.not_after
    }

    /// Returns whether issuer and subject are the same name, as in a root. The names are compared
    /// byte for byte, not as text.
    pub fn is_self_issued(&self) -> bool {
        self.0.is_self_issued
    }

    /// Returns whether the certificate is one of a certification authority, by its extension
    /// basicConstraints.
    pub fn is_ca(&self) -> bool {
        self.0.is_ca
    }

    /// Returns whether the key may sign texts, and not only certificates. Without the extension
    /// keyUsage it may; a keyUsage that cannot be read allows nothing.
    pub fn may_sign_texts(&self) -> bool {
        self.0.may_sign_texts
    }

    /// Returns whether the key may sign certificates (`keyCertSign`), by the extension keyUsage.
    /// Without that extension it may. An issuer must also be an authority: see
    /// [`is_ca`](Self::is_ca).
    pub fn may_issue(&self) -> bool {
        self.0.may_issue
    }

    /// Returns whether the certificate is a root: an authority that is its own issuer.
    pub fn is_root(&self) -> bool {
        self.is_self_issued() && self.is_ca()
    }

    /// Returns the certificate in DER, as it was encoded.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Reads everything that is meant to be a certificate, at least one. Other content of the file
    /// is ignored then, for example a private key in the same file.
    fn each(
        content: &[u8],
    ) -> Result<impl Iterator<Item = Result<Self, CertificateError>>, CertificateError> {
        let blocks = encoding::blocks(content)
            .map_err(|error| CertificateError::from_text_error(error, 1))?;
        let (meant, others): (Vec<_>, Vec<_>) = blocks.into_iter().partition(is_meant);
        match others.first() {
            Some(other) if meant.is_empty() => Err(instead(other)),
            _ => {
                Ok(meant.into_iter().zip(1..).map(|(block, index)| Self::from_block(block, index)))
            }
        }
    }

    fn from_block(block: Block, index: usize) -> Result<Self, CertificateError> {
        let der = block.content.map_err(|error| CertificateError::from_text_error(error, index))?;
        match structure(&der) {
            Structure::Certificate => {
                Self::from_der(&der).map_err(|part| CertificateError::Malformed { index, part })
            }
            Structure::Truncated => Err(CertificateError::Truncated { index }),
            other => Err(unexpected(other, index)),
        }
    }

    fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        let fields = Fields::read(der)?;
        let issuer = distinguished_name::rfc_2253(&fields.issuer).ok_or("its issuer")?;
        let serial_decimal = decimal(fields.serial).ok_or("its serial number")?;
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            serial: serial(&issuer, &serial_decimal),
            serial_decimal,
            issuer,
            subject: distinguished_name::rfc_2253(&fields.subject).ok_or("its subject")?,
            signature_algorithm: fields.signature_algorithm,
            spki: fields.public_key.to_vec(),
            public_key: PublicKey::from_spki(fields.public_key).ok(),
            not_before: validity::point_in_time(&fields.not_before).ok_or("its validity")?,
            not_after: validity::point_in_time(&fields.not_after).ok_or("its validity")?,
            is_self_issued: fields.issuer.whole == fields.subject.whole,
            is_ca: fields.is_ca,
            may_sign_texts: fields.may_sign_texts,
            may_issue: fields.may_issue,
        })))
    }
}

/// Labeled as a certificate, or one by its structure. A block that is neither may still be a
/// damaged one, but then the error about it says so.
fn is_meant(block: &Block) -> bool {
    block.certificate
        || block.content.as_ref().is_ok_and(|der| structure(der) == Structure::Certificate)
}

/// The error for a file without any certificate, judged by what it begins with.
fn instead(block: &Block) -> CertificateError {
    if block.encrypted {
        return CertificateError::Unexpected { found: encoding::Contents::EncryptedPrivateKey };
    }
    match block.content.as_ref().map(|der| structure(der)) {
        Ok(Structure::Truncated) => CertificateError::from_text_error(TextError::Truncated, 1),
        Ok(other) => unexpected(other, 1),
        Err(error) => CertificateError::from_text_error(*error, 1),
    }
}

/// The error for DER that is no certificate: what it is, if that can be told.
fn unexpected(structure: Structure, index: usize) -> CertificateError {
    let malformed = CertificateError::Malformed { index, part: "its structure (DER)" };
    structure.contents().map_or(malformed, |found| CertificateError::Unexpected { found })
}

/// RFC 5280 allows 20 bytes. Conversion takes time that grows with the square of the length.
const LONGEST_SERIAL: usize = 1024;

/// A serial number in decimal. A negative one is read as if it had no sign.
fn decimal(serial: &[u8]) -> Option<String> {
    (1..=LONGEST_SERIAL)
        .contains(&serial.len())
        .then(|| BoxedUint::from_be_slice_vartime(serial).to_string_radix_vartime(10))
}

/// Alipay's serial: the lower-case hexadecimal MD5 of issuer and number, with nothing between them.
/// Nothing rests on MD5 here: the serial only tells which certificate is meant.
fn serial(issuer: &str, decimal: &str) -> String {
    hex(&Md5::new().chain_update(issuer).chain_update(decimal).finalize())
}

impl_debug!(Certificate, |this| {
    subject: this.0.subject,
    serial: this.0.serial,
    not_before: this.0.not_before,
    not_after: this.0.not_after,
});

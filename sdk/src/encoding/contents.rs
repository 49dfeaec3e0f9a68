//! What a piece of DER is, judged by its structure alone.

use std::fmt;

use der::Tag;
use der::asn1::ObjectIdentifier;

use super::element::Element;

/// What a text or a file holds instead of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contents {
    /// A private key.
    PrivateKey,
    /// A private key, encrypted with a password.
    EncryptedPrivateKey,
    /// A public key.
    PublicKey,
    /// A certificate (X.509).
    Certificate,
    /// A request for a certificate (PKCS#10, `.csr`).
    CertificateRequest,
    /// A list of revoked certificates.
    RevocationList,
    /// Certificates in an envelope (PKCS#7, `.p7b`).
    Envelope,
    /// A key store with a password (PKCS#12, `.p12`, `.pfx`).
    KeyStore,
    /// A key of OpenSSH.
    OpenSshKey,
}

impl fmt::Display for Contents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PrivateKey => "a private key",
            Self::EncryptedPrivateKey => "a private key encrypted with a password",
            Self::PublicKey => "a public key",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate signing request",
            Self::RevocationList => "a certificate revocation list",
            Self::Envelope => "a PKCS#7 envelope",
            Self::KeyStore => "a PKCS#12 key store",
            Self::OpenSshKey => "an OpenSSH key",
        })
    }
}

/// The same with the format, for those who go on reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Structure {
    /// `RSAPrivateKey` (PKCS#1).
    RsaPrivate,
    /// `PrivateKeyInfo` (PKCS#8).
    PrivateInfo,
    /// `ECPrivateKey` (SEC 1).
    EcPrivate,
    /// The key of DSA as OpenSSL writes it.
    DsaPrivate,
    /// `RSAPublicKey` (PKCS#1).
    RsaPublic,
    /// `SubjectPublicKeyInfo`.
    PublicInfo,
    /// `Certificate`.
    Certificate,
    /// Something that is of no use here.
    Other(Contents),
    /// The beginning of something.
    Truncated,
    /// Nothing known.
    Unknown,
}

impl Structure {
    /// What to call it in an error; nothing when it cannot be told.
    pub(crate) fn contents(self) -> Option<Contents> {
        match self {
            Self::RsaPrivate | Self::PrivateInfo | Self::EcPrivate | Self::DsaPrivate => {
                Some(Contents::PrivateKey)
            }
            Self::RsaPublic | Self::PublicInfo => Some(Contents::PublicKey),
            Self::Certificate => Some(Contents::Certificate),
            Self::Other(contents) => Some(contents),
            Self::Truncated | Self::Unknown => None,
        }
    }
}

/// What these bytes are.
pub(crate) fn structure(der: &[u8]) -> Structure {
    if der.starts_with(b"openssh-key-v1") {
        return Structure::Other(Contents::OpenSshKey);
    }
    match Element::only(der) {
        Ok(outer) if outer.tag == Tag::Sequence => of_sequence(&outer),
        Ok(_) => Structure::Unknown,
        Err(error) if matches!(error.kind(), der::ErrorKind::Incomplete { .. }) => {
            Structure::Truncated
        }
        Err(_) => Structure::Unknown,
    }
}

/// More than any structure needs to be told apart from the others.
const ENOUGH: usize = 10;

fn tags(element: &Element<'_>) -> Vec<Tag> {
    element.elements().take(ENOUGH).map_while(Result::ok).map(|inner| inner.tag).collect()
}

fn of_sequence(outer: &Element<'_>) -> Structure {
    use Tag::{BitString, Integer, ObjectIdentifier as Oid, OctetString, Sequence};
    match tags(outer).as_slice() {
        [Integer, Sequence, OctetString, ..] => Structure::PrivateInfo,
        [Integer, OctetString, ..] => Structure::EcPrivate,
        [Integer, Integer] => Structure::RsaPublic,
        [Integer, Integer, Integer, Integer, Integer, Integer] => Structure::DsaPrivate,
        [Integer, Integer, Integer, ..] => Structure::RsaPrivate,
        [Integer, Sequence, ..] => Structure::Other(Contents::KeyStore),
        [Sequence, BitString] => Structure::PublicInfo,
        [Sequence, OctetString] if is_encryption(outer) => {
            Structure::Other(Contents::EncryptedPrivateKey)
        }
        [Sequence, Sequence, BitString] => of_signed(outer),
        [Oid, Tag::ContextSpecific { .. }] => Structure::Other(Contents::Envelope),
        _ => Structure::Unknown,
    }
}

/// An `EncryptedPrivateKeyInfo` begins with an algorithm of PKCS#5 or PKCS#12.
fn is_encryption(outer: &Element<'_>) -> bool {
    const FAMILIES: [&str; 2] = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12."];
    let oid =
        outer.leading().and_then(|[algorithm]| algorithm.leading()).and_then(|[oid]| {
            match oid.tag {
                Tag::ObjectIdentifier => ObjectIdentifier::from_bytes(oid.value).ok(),
                _ => None,
            }
        });
    oid.is_some_and(|oid| FAMILIES.iter().any(|family| oid.to_string().starts_with(family)))
}

/// Something, an algorithm, a signature: a certificate, a request for one, or a list of revoked ones.
fn of_signed(outer: &Element<'_>) -> Structure {
    use Tag::{GeneralizedTime, Integer, Sequence, UtcTime};
    let Some([signed]) = outer.leading() else {
        return Structure::Unknown;
    };
    match tags(&signed).as_slice() {
        [Tag::ContextSpecific { .. }, Integer, Sequence, ..]
        | [Integer, Sequence, Sequence, Sequence, ..] => Structure::Certificate,
        [Integer, Sequence, Sequence, Tag::ContextSpecific { .. }, ..]
        | [Integer, Sequence, Sequence] => Structure::Other(Contents::CertificateRequest),
        [Integer, Sequence, Sequence, UtcTime | GeneralizedTime, ..]
        | [Sequence, Sequence, UtcTime | GeneralizedTime, ..] => {
            Structure::Other(Contents::RevocationList)
        }
        _ => Structure::Unknown,
    }
}

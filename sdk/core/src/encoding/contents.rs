//! What a piece of DER is, judged by its structure alone.

use std::fmt;

use super::element::tag::{
    BIT_STRING, CONTEXT_0, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, UTC_TIME,
};
use super::element::{Element, ElementError, dotted};

/// The kind of content of a text or a file, as errors name it when another kind was expected.
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
        Ok(outer) if outer.tag == SEQUENCE => structure_of_sequence(&outer),
        Err(ElementError::Truncated) if der.first() == Some(&SEQUENCE) => Structure::Truncated,
        _ => Structure::Unknown,
    }
}

/// More than any structure needs to be told apart from the others.
const ENOUGH: usize = 10;

fn tags(element: &Element<'_>) -> Vec<u8> {
    element.elements().take(ENOUGH).map_while(Result::ok).map(|inner| inner.tag).collect()
}

/// Tells the formats apart by the tags of their first elements. The order of the arms matters: what
/// is looser comes later. Public keys of RSA have two INTEGERs, keys of DSA six, private ones of
/// RSA nine; some writers leave the last of those out.
fn structure_of_sequence(outer: &Element<'_>) -> Structure {
    match *tags(outer).as_slice() {
        [INTEGER, SEQUENCE, OCTET_STRING, ..] => Structure::PrivateInfo,
        [INTEGER, OCTET_STRING, ..] => Structure::EcPrivate,
        [INTEGER, INTEGER] => Structure::RsaPublic,
        [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER] => Structure::DsaPrivate,
        [INTEGER, INTEGER, INTEGER, ..] => Structure::RsaPrivate,
        [INTEGER, SEQUENCE, ..] => Structure::Other(Contents::KeyStore),
        [SEQUENCE, BIT_STRING] => Structure::PublicInfo,
        [SEQUENCE, OCTET_STRING] if is_encryption(outer) => {
            Structure::Other(Contents::EncryptedPrivateKey)
        }
        [SEQUENCE, SEQUENCE, BIT_STRING] => structure_of_signed(outer),
        [OID, CONTEXT_0] => Structure::Other(Contents::Envelope),
        _ => Structure::Unknown,
    }
}

/// An `EncryptedPrivateKeyInfo` begins with an algorithm of PKCS#5 or PKCS#12.
fn is_encryption(outer: &Element<'_>) -> bool {
    const FAMILIES: [&str; 2] = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12."];
    let algorithm = outer.leading().and_then(|[algorithm]| algorithm.leading());
    let oid = algorithm.and_then(|[oid]| dotted(&oid));
    oid.is_some_and(|oid| FAMILIES.iter().any(|family| oid.starts_with(family)))
}

/// Something, an algorithm, a signature: a certificate, a request for one, or a list of revoked
/// ones.
fn structure_of_signed(outer: &Element<'_>) -> Structure {
    let Some([signed]) = outer.leading() else {
        return Structure::Unknown;
    };
    match *tags(&signed).as_slice() {
        [CONTEXT_0, INTEGER, SEQUENCE, ..] | [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, ..] => {
            Structure::Certificate
        }
        [INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0, ..] | [INTEGER, SEQUENCE, SEQUENCE] => {
            Structure::Other(Contents::CertificateRequest)
        }
        [INTEGER, SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..]
        | [SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => {
            Structure::Other(Contents::RevocationList)
        }
        _ => Structure::Unknown,
    }
}

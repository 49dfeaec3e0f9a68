//! Why a certificate cannot be used: what was found instead, and what to do.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;

use crate::encoding::{Contents, OddCharacter, TextError, there_is};
use crate::key::KeyError;

/// Why a certificate cannot be used. No variant holds or shows any part of the given text, because
/// it may be a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The text is empty, or white space only.
    #[error("the certificate is empty")]
    Empty,
    /// The text is neither PEM nor Base64 nor DER.
    #[error(
        "certificate {index} is neither PEM nor Base64 nor DER{}; pass the unchanged content of \
         the `.crt` file",
        there_is(*.odd)
    )]
    NotBase64 {
        /// Which certificate of the file, counted from 1.
        index: usize,
        /// The first character that occurs in none of them, if there is one.
        odd: Option<OddCharacter>,
    },
    /// A form or an address turned each `+` into a blank.
    #[error(
        "certificate {index} has blanks where `+` belongs, because a form or a URL replaced each \
         `+`; copy it again; where it passes through a form or a URL, write `+` as `%2B`"
    )]
    Blanks {
        /// Which certificate of the file, counted from 1.
        index: usize,
    },
    /// The text is longer than 1 MiB.
    #[error("the text is too long for certificates: pass only the content of the `.crt` file")]
    TooLong,
    /// The name of a file was given as the certificate.
    #[error(
        "the text looks like the path of a file{}, not like a certificate; use `read`, or pass a \
         `Path` or `PathBuf`",
        if *.exists { " (which exists)" } else { " (there is none of this name)" }
    )]
    Path {
        /// Whether a file with this path exists.
        exists: bool,
    },
    /// The certificate is truncated.
    #[error("certificate {index} is truncated: its end is missing; download or copy it again")]
    Truncated {
        /// Which certificate of the file, counted from 1.
        index: usize,
    },
    /// The content is Base64 or DER, but not a certificate.
    #[error(
        "certificate {index} is damaged, or is not a certificate: {part} cannot be read; download \
         or copy it again"
    )]
    Malformed {
        /// Which certificate of the file, counted from 1.
        index: usize,
        /// The part of the certificate that cannot be understood.
        part: &'static str,
    },
    /// The content is something other than a certificate.
    #[error("expected a certificate, found {found}; {}", advice(*.found))]
    Unexpected {
        /// The kind of content that was found.
        found: Contents,
    },
    /// The key in the certificate cannot verify Alipay's signatures: it is not an RSA key, or its
    /// length is not supported.
    #[error("the key in the certificate of {subject} cannot be used: {source}")]
    PublicKey {
        /// The subject of the certificate.
        subject: String,
        /// The problem of the key.
        source: KeyError,
    },
    /// No certificate of the root bundle is signed with RSA, so the bundle has no serial.
    #[error(
        "none of the {members} root certificates is signed with RSA, so the bundle has no serial; \
         pass `alipayRootCert.crt` as downloaded from the open platform's console"
    )]
    NoRsaRoot {
        /// How many certificates the bundle holds.
        members: usize,
    },
    /// The file cannot be read.
    #[error("{}: the file cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file is larger than 1 MiB.
    #[error("{}: the file is too large for certificates; pass the `.crt` file", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file was read, but its content is not a usable certificate.
    #[error("{}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The problem of its content.
        reason: Box<CertificateError>,
    },
}

impl CertificateError {
    pub(super) fn from_text_error(error: TextError, index: usize) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::NotBase64(odd) => Self::NotBase64 { index, odd },
            TextError::Blanks => Self::Blanks { index },
            TextError::Truncated => Self::Truncated { index },
            TextError::TooLong => Self::TooLong,
            TextError::Path { exists } => Self::Path { exists },
        }
    }
}

/// What to do about it.
fn advice(found: Contents) -> &'static str {
    match found {
        Contents::PrivateKey | Contents::EncryptedPrivateKey => {
            "pass the certificate that belongs to it, and keep the key to yourself"
        }
        Contents::PublicKey => {
            "certificate mode needs whole certificates; with a public key alone use key mode"
        }
        Contents::CertificateRequest => {
            "pass the certificate that was issued for it (`appCertPublicKey_….crt`)"
        }
        Contents::Envelope => {
            "take the certificates out of it: `openssl pkcs7 -print_certs -in FILE`"
        }
        Contents::KeyStore => "take the certificates out of it: `openssl pkcs12 -nokeys -in FILE`",
        _ => "pass the `.crt` file as downloaded from the open platform's console",
    }
}

/// For `C: TryInto<Certificate>` where `C` is a certificate already.
impl From<Infallible> for CertificateError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

//! Why a key cannot be used: what was found instead, and what to do.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;

use der::asn1::ObjectIdentifier;
use spki::AlgorithmIdentifierRef;

use crate::encoding::{Contents, OddCharacter, Structure, TextError, there_is};

/// Why a key cannot be used. No variant holds or shows any part of the key or of the given text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is empty, or white space only.
    #[error("the key is empty")]
    Empty,
    /// The text is neither PEM nor Base64 nor DER.
    #[error(
        "the key is neither PEM nor Base64 nor DER{}; pass the unchanged content of the key file",
        there_is(*.odd)
    )]
    NotBase64 {
        /// The first character that occurs in none of them, if there is one.
        odd: Option<OddCharacter>,
    },
    /// A form or an address turned each `+` into a blank.
    #[error(
        "the key has blanks where `+` belongs, because a form or a URL replaced each `+`; copy \
         the key again; where it passes through a form or a URL, write `+` as `%2B`"
    )]
    Blanks,
    /// The text is longer than 1 MiB.
    #[error("the text is too long for a key: pass only the content of the key file")]
    TooLong,
    /// The name of a file was given as the key.
    #[error(
        "the text looks like the path of a file{}, not like a key; use `read`, or pass a `Path` \
         or `PathBuf`",
        if *.exists { " (which exists)" } else { " (there is none of this name)" }
    )]
    Path {
        /// Whether a file with this path exists.
        exists: bool,
    },
    /// The key is truncated.
    #[error("the key is truncated: its end is missing; copy the whole key")]
    Truncated,
    /// The content is Base64 or DER, but not a key of a known form.
    #[error(
        "this is not a key, or it is damaged: its structure (DER) cannot be read; copy the key \
         again"
    )]
    Malformed,
    /// The content is not the kind of key that is needed.
    #[error("expected {expected}, found {found}; {}", advice(*.expected, *.found))]
    Unexpected {
        /// The expected kind of content.
        expected: Contents,
        /// The kind of content that was found.
        found: Contents,
    },
    /// The private key is encrypted with a password.
    #[error(
        "the private key is encrypted with a password; decrypt it first: `openssl pkcs8 -topk8 -nocrypt -in KEY`"
    )]
    Encrypted,
    /// The key is not an RSA key.
    #[error(
        "this is a key of {name} (algorithm {oid}); use an RSA key, which signs with RSA2 \
         (SHA256withRSA)"
    )]
    Algorithm {
        /// The object identifier of the algorithm, dotted.
        oid: String,
        /// The usual name of the algorithm.
        name: &'static str,
    },
    /// The length of the RSA key is not supported: it must have 1024 to 8192 bits.
    #[error("the RSA key has {bits} bits; 1024 to 8192 are supported, 2048 recommended")]
    Length {
        /// The length of its modulus in bits.
        bits: usize,
    },
    /// The numbers of the RSA key do not belong together.
    #[error(
        "the parts of the key do not belong together: it is damaged, or was assembled from \
         different keys; use another copy of it"
    )]
    Inconsistent,
    /// The cryptographic library failed to sign.
    #[error("the cryptographic library failed to sign with this key")]
    Sign,
    /// The file cannot be read.
    #[error("{}: the file cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file is larger than 1 MiB.
    #[error("{}: the file is too large for a key; pass the key file", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file was read, but its content is not a usable key.
    #[error("{}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The problem of its content.
        reason: Box<KeyError>,
    },
}

impl KeyError {
    /// The error for something that has no place where `expected` is.
    pub(super) fn instead(expected: Contents, found: Structure) -> Self {
        match found {
            Structure::Truncated => Self::Truncated,
            Structure::EcPrivate => Self::algorithm(EC),
            Structure::DsaPrivate => Self::algorithm(DSA),
            Structure::Other(Contents::EncryptedPrivateKey) if expected == Contents::PrivateKey => {
                Self::Encrypted
            }
            other => other
                .contents()
                .map_or(Self::Malformed, |found| Self::Unexpected { expected, found }),
        }
    }

    fn algorithm(oid: &str) -> Self {
        Self::Algorithm { oid: oid.to_owned(), name: algorithm_name(oid) }
    }

    /// Refuses a key whose `AlgorithmIdentifier` is not the one of RSA. SM2 is told by its curve:
    /// its algorithm is that of all elliptic curves.
    pub(super) fn check_algorithm(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<(), Self> {
        if algorithm.oid == pkcs1::ALGORITHM_OID {
            return Ok(());
        }
        let oid = algorithm.oid.to_string();
        let curve = algorithm.parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        let is_sm2 = curve.is_some_and(|curve| curve.to_string() == SM2);
        let name = algorithm_name(if is_sm2 { SM2 } else { &oid });
        Err(Self::Algorithm { oid, name })
    }

    /// Of two errors about the same file, the one that says more.
    pub(super) fn or_more_telling(self, other: Self) -> Self {
        if matches!(self, Self::Malformed) { other } else { self }
    }
}

const EC: &str = "1.2.840.10045.2.1";
const SM2: &str = "1.2.156.10197.1.301";
const DSA: &str = "1.2.840.10040.4.1";

fn algorithm_name(oid: &str) -> &'static str {
    match oid {
        EC => "an elliptic curve (EC)",
        SM2 => "SM2",
        DSA => "DSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.7" => "RSAES-OAEP",
        "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => "another algorithm",
    }
}

/// What to do about it.
fn advice(expected: Contents, found: Contents) -> &'static str {
    match (expected, found) {
        (
            Contents::PrivateKey,
            Contents::PublicKey | Contents::Certificate | Contents::CertificateRequest,
        ) => "pass the application's private key, which was generated together with it",
        (Contents::PublicKey, Contents::PrivateKey | Contents::EncryptedPrivateKey) => {
            "pass Alipay's public key from the open platform's console, and keep the private key \
             to yourself"
        }
        (_, Contents::CertificateRequest) => "pass the certificate that was issued for it",
        (_, Contents::KeyStore | Contents::OpenSshKey | Contents::Envelope) => {
            "export it as PEM first, for example with openssl"
        }
        _ => "pass the right file",
    }
}

impl From<TextError> for KeyError {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::NotBase64(odd) => Self::NotBase64 { odd },
            TextError::Blanks => Self::Blanks,
            TextError::Truncated => Self::Truncated,
            TextError::TooLong => Self::TooLong,
            TextError::Path { exists } => Self::Path { exists },
        }
    }
}

/// For `K: TryInto<PrivateKey>` where `K` is a key already.
impl From<Infallible> for KeyError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

//! Why data of a mini program cannot be used.

use std::fmt;

use crate::trust::SignatureProblem;
use alipay_sdk_core::DecryptError;

/// Data of a mini program cannot be used. No variant holds what was decrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenDataError {
    /// The client has no key to decrypt with.
    #[error(
        "the client has no encrypt_key: set the one that the application's console shows \
         (接口内容加密方式)"
    )]
    NoKey,
    /// The posted body is larger than any open data.
    #[error("the posted text has more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The posted body is not of the form `{"response": "…", "sign": "…"}`.
    #[error("the posted text is not what the mini program got: {0}")]
    Malformed(&'static str),
    /// It has no `sign`, and tells of no rejection.
    #[error(
        "the open data has no `sign`: the interface has no signing configured (接口加签方式), or the \
         post was cut; configure it, and post what the mini program got unchanged, with `response` \
         and `sign`"
    )]
    Unsigned,
    /// It says that it is signed, encrypted or written in a way that is not read here.
    #[error(
        "its `{0}` is not the one that is read here: RSA2 (RSA where it is allowed), AES, UTF-8"
    )]
    Unsupported(&'static str),
    /// It is not provably Alipay's.
    #[error("the open data was not accepted: {0}")]
    Signature(SignatureProblem),
    /// It is Alipay's, and encrypted with another key.
    #[error("the open data cannot be decrypted: check the encryption key")]
    Decryption(#[source] DecryptError),
    /// There is no data: the platform rejected what the mini program asked for.
    #[error("no open data: {0}")]
    Rejected(OpenDataRejection),
}

/// Why the platform gave a mini program no data. Codes and texts are in one line, with personal
/// data masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenDataRejection {
    /// The code, for instance `40001`.
    pub code: String,
    /// The code in detail, for instance `isv.missing-encrypt-key`; may be empty.
    pub sub_code: String,
    /// What it says for people.
    pub message: String,
    /// Whether it is signed, and the signature holds. An application whose interface has no key
    /// configured (`40001`), or that lacks a permission (`40003`, `40006`), gets rejections that
    /// nobody signed: anybody may have written one.
    pub verified: bool,
}

impl fmt::Display for OpenDataRejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, sub_code, message, verified } = self;
        write!(formatter, "{code} {sub_code}: {message}")?;
        if *verified { Ok(()) } else { formatter.write_str(" [not signed]") }
    }
}

//! Why data of a mini program cannot be used.

use std::fmt;

use alipay_sdk_core::{DecryptError, trust::SignatureProblem};

/// Why data of a mini program cannot be used. No variant holds decrypted data.
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
    #[error("the posted text is not the object that the mini program got: {0}")]
    Malformed(&'static str),
    /// The data has no `sign`, and is not a rejection.
    #[error(
        "the open data has no `sign`: the interface has no signing configured (接口加签方式), or the \
         post was cut; configure signing, and post the whole object, with `response` and \
         `sign`, unchanged"
    )]
    Unsigned,
    /// The data names a signature type, an encryption or a charset that is not supported.
    #[error(
        "the `{0}` of the open data is not supported: use RSA2 (RSA where it is allowed), AES and \
         UTF-8"
    )]
    Unsupported(&'static str),
    /// The signature does not prove that the data is Alipay's.
    #[error("the open data was not accepted: {0}")]
    Signature(SignatureProblem),
    /// The data is Alipay's, but was encrypted with another key.
    #[error("the open data cannot be decrypted: check the encryption key")]
    Decryption(#[source] DecryptError),
    /// There is no data: the platform rejected the request of the mini program.
    #[error("the platform gave no open data: {0}")]
    Rejected(OpenDataRejection),
}

/// A rejection that a mini program got instead of data. Its codes and its message are one line
/// each, with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenDataRejection {
    /// The code, for instance `40001`.
    pub code: String,
    /// The detailed code, for instance `isv.missing-encrypt-key`. It may be empty.
    pub sub_code: String,
    /// The message in words.
    pub message: String,
    /// Whether the rejection has a valid signature. An application without a configured key
    /// (`40001`) or without a permission (`40003`, `40006`) gets unsigned rejections, which anybody
    /// may have written.
    pub verified: bool,
}

impl fmt::Display for OpenDataRejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, sub_code, message, verified } = self;
        write!(formatter, "{code} {sub_code}: {message}")?;
        if *verified { Ok(()) } else { formatter.write_str(" [not signed]") }
    }
}

//! Why data of a mini program cannot be used.

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
    /// What was posted is larger than any open data.
    #[error("the posted text has more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// What was posted is not of the form `{"response": "…", "sign": "…"}`.
    #[error("the posted text is not what the mini program got: its {0}")]
    Malformed(&'static str),
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
    /// It is Alipay's, and tells why there is no data. Codes and texts are in one line, with personal
    /// data masked.
    #[error("no open data: {code} {sub_code}: {message}")]
    Refused {
        /// The code, for instance `40001`.
        code: String,
        /// The code in detail, for instance `isv.missing-encrypt-key`; may be empty.
        sub_code: String,
        /// What it says for people.
        message: String,
    },
}

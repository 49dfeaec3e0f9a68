//! The problems of signatures.

use crate::redact;

/// The problem of the signature of a response or a notification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// The response is not signed. `SignatureError::hint` tells what it is instead.
    #[error("it carries no signature")]
    Missing,
    /// A header that the signature needs is missing.
    #[error("its header `{0}` is missing")]
    MissingHeader(&'static str),
    /// A header that must be unique is repeated.
    #[error("its header `{0}` is repeated")]
    RepeatedHeader(&'static str),
    /// A field of a response of the v2 gateway that must be unique is repeated.
    #[error("its field `{0}` is repeated")]
    RepeatedField(String),
    /// A response of the v2 gateway holds more than one response, or a response and an error.
    #[error("it holds more than one response")]
    SeveralResponses,
    /// The signature is not Base64.
    #[error("its signature is not Base64")]
    NotBase64,
    /// Something on the way has changed the encoding of the text. The text says how that shows, and
    /// what to do.
    #[error("its encoding was changed on the way: {0}")]
    NotAsReceived(String),
    /// The signature does not match this text and the configured key.
    #[error(
        "its signature does not match: it was changed on the way, or the Alipay public key \
         configured here is not that of this application and environment"
    )]
    Mismatch,
    /// The response was signed with a certificate that is not configured.
    #[error(
        "it was signed with the Alipay certificate {serial}, which is not configured: download \
         the current certificate from the platform, and add it to the client"
    )]
    UnknownCertificate {
        /// The serial that the response names (`alipay-sn`, `alipay_cert_sn`): 32 hexadecimal
        /// digits. Any other text is masked and shortened.
        serial: String,
    },
    /// The response was signed with a certificate that is not configured, and the client's source
    /// does not return it, or it is not trusted.
    #[error(
        "it was signed with the Alipay certificate {serial}, which is not known here: {}",
        redact::line(.reason)
    )]
    UnbelievedCertificate {
        /// The serial that the response names.
        serial: String,
        /// Why the certificate is not trusted.
        reason: String,
    },
    /// The response was signed with a fetched certificate that is not valid now.
    #[error(
        "it was signed with the Alipay certificate {serial}, which was fetched and is not valid \
         now: check the clock of this machine, then the certificates on the platform"
    )]
    ExpiredCertificate {
        /// The serial that the response names, or that of the first known certificate when it names
        /// none.
        serial: String,
    },
    /// The time stamp of the response is outside of the window that the client accepts.
    #[error(
        "its `alipay-timestamp` is outside of the accepted window: check the clock of this machine"
    )]
    NotFresh,
}

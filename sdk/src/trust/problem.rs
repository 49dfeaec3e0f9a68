//! What can be wrong with a signature.

use alipay_sdk_core::redact;

/// The problem of the signature of a response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// A success that is not signed. What stands in its place tells
    /// [`SignatureError::hint`](crate::SignatureError::hint).
    #[error("it carries no signature")]
    Missing,
    /// A header that the signature needs is not there.
    #[error("its header `{0}` is missing")]
    MissingHeader(&'static str),
    /// A header that must be unique is repeated.
    #[error("its header `{0}` is repeated")]
    RepeatedHeader(&'static str),
    /// A field of a response of the v2 gateway that must be unique is repeated.
    #[error("its field `{0}` is repeated")]
    RepeatedField(String),
    /// A response of the v2 gateway that holds an error beside the response, or speaks of itself
    /// twice.
    #[error("it holds more than one response")]
    SeveralResponses,
    /// The signature is not Base64.
    #[error("its signature is not Base64")]
    NotBase64,
    /// Somebody between Alipay and this place has changed how it is written: what that shows, and
    /// what to do.
    #[error("it is not as Alipay wrote it: {0}")]
    NotAsReceived(String),
    /// The signature is not that of the configured key over this text.
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
        /// digits. What else stands in its place is masked and cut.
        serial: String,
    },
    /// The response was signed with a certificate that is not configured, and that the client's
    /// source does not give, or that is not believed.
    #[error(
        "it was signed with the Alipay certificate {serial}, which is not known here: {}",
        redact::line(.reason)
    )]
    UnbelievedCertificate {
        /// The serial that the response names, as above.
        serial: String,
        /// Why it is not believed.
        reason: String,
    },
    /// The response was signed with a certificate that the client fetched, and that is not valid
    /// now.
    #[error(
        "it was signed with the Alipay certificate {serial}, which was fetched and is not valid now: look at \
         the clock of this machine, and when that is right, at the certificates on the platform"
    )]
    ExpiredCertificate {
        /// The serial that the response names; that of the first known certificate when it names
        /// none.
        serial: String,
    },
    /// The response is older or newer than the client accepts.
    #[error("its `alipay-timestamp` is outside of the accepted window")]
    NotFresh,
}

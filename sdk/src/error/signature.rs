//! An answer that is not provably the platform's.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::error::{ApiError, Earlier};
use crate::response::{RawBody, trace_id};

/// An answer was refused because its signature does not hold. `Debug` leaves headers and body out.
#[non_exhaustive]
pub struct SignatureError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// What is wrong.
    pub problem: SignatureProblem,
    /// The HTTP status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body as received. Do not act on it: anybody may have sent it.
    pub body: RawBody,
    /// What the answer claims to be, when it claims to be a refusal.
    pub claimed: Option<Box<ApiError>>,
    pub(crate) earlier: Earlier,
}

/// What is wrong with the signature of an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// A success that is not signed.
    #[error("it carries no signature")]
    Missing,
    /// A header that the signature needs is not there.
    #[error("its header `{0}` is missing")]
    MissingHeader(&'static str),
    /// A header that must be unique is repeated.
    #[error("its header `{0}` stands more than once")]
    RepeatedHeader(&'static str),
    /// A member of the answer of the v2 gateway that must be unique is repeated.
    #[error("its member `{0}` stands more than once")]
    RepeatedMember(String),
    /// An answer of the v2 gateway that holds a refusal beside the answer, or speaks of itself twice.
    #[error("it holds more than one answer")]
    SeveralAnswers,
    /// The signature is not Base64.
    #[error("its signature is not Base64")]
    NotBase64,
    /// The signature is not that of the configured key over this text.
    #[error(
        "its signature does not match: it was changed on the way, or the Alipay public key \
         configured here is not that of this application and environment"
    )]
    Mismatch,
    /// The answer was signed with a certificate that is not configured.
    #[error(
        "it was signed with the Alipay certificate {serial}, which is not configured: download \
         the current certificate from the platform, and add it to the client"
    )]
    UnknownCertificate {
        /// The serial that the answer names (`alipay-sn`, `alipay_cert_sn`): 32 hexadecimal digits. What else
        /// stands in its place is masked and cut.
        serial: String,
    },
    /// The answer was signed with a certificate that is not configured, and that the client's source does
    /// not give, or that is not believed.
    #[error(
        "it was signed with the Alipay certificate {serial}, which is not known here: {reason}"
    )]
    UnbelievedCertificate {
        /// The serial that the answer names, as above.
        serial: String,
        /// Why it is not believed.
        reason: String,
    },
    /// The answer is older or newer than the client accepts.
    #[error("its `alipay-timestamp` is outside of the accepted window")]
    NotFresh,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, problem, status, .. } = self;
        write!(formatter, "{operation}: the answer ({status}) was not accepted: {problem}")?;
        if let Some(claimed) = &self.claimed {
            write!(formatter, "; it claims: {}", claimed.summary())?;
        }
        if let Some(id) = trace_id(&self.headers) {
            write!(formatter, " (trace id {id})")?;
        }
        self.earlier.fmt(formatter)
    }
}

impl fmt::Debug for SignatureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignatureError")
            .field("operation", &self.operation)
            .field("problem", &self.problem)
            .field("status", &self.status)
            .field("trace_id", &trace_id(&self.headers))
            .field("body", &self.body)
            .field("claimed", &self.claimed)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for SignatureError {}

//! What can go wrong with a call.

mod api;
mod code;
mod earlier;
mod signature;
mod transport;

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, Method, StatusCode};

use crate::data::DecodeError;
use crate::response::{RawBody, trace_id};
use crate::signer::SignError;
use alipay_sdk_core::DecryptError;

pub use api::{ApiError, Detail, Link};
pub use code::ErrorCode;
pub use earlier::Earlier;
pub use signature::{SignatureError, SignatureProblem};
pub use transport::{TransportError, TransportErrorKind};

/// Why a call failed.
///
/// The variants tell what is known of the platform's side: after [`Configuration`],
/// [`Request`](Self::Request) and [`Signing`](Self::Signing) nothing was sent; an
/// [`Api`](Self::Api) error is an answer; after all others it is unknown whether the platform
/// did what it was asked.
///
/// [`Configuration`]: Self::Configuration
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client cannot be made of this configuration.
    #[error("configuration: {reason}")]
    Configuration {
        /// What is wrong, and what to do.
        reason: String,
        /// What lies behind it.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The request cannot be sent as it is.
    #[error("{operation}: {reason}")]
    Request {
        /// The id of the operation.
        operation: Cow<'static, str>,
        /// What is wrong.
        reason: String,
    },
    /// The signer gave no signature: nothing was sent.
    #[error("{operation}: the request cannot be signed")]
    Signing {
        /// The id of the operation.
        operation: Cow<'static, str>,
        /// What the signer says.
        source: SignError,
    },
    /// There is no answer, or only a part of it. Whether the request reached the platform tells
    /// [`TransportError::kind`].
    #[error("{operation}: {source}{}{earlier}", .answer.as_deref().map(trace).unwrap_or_default())]
    Transport {
        /// The id of the operation.
        operation: Cow<'static, str>,
        /// The HTTP method: a GET can be repeated.
        method: Method,
        /// What the transport says.
        source: TransportError,
        /// What there is of the answer, when it broke off.
        answer: Option<Box<UnusableAnswer>>,
        /// The attempts before this one.
        earlier: Earlier,
    },
    /// The answer is larger than this client reads; what the platform did is unknown.
    #[error("{}: the answer is larger than {limit} bytes{}", .answer.operation, trace(.answer))]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
        /// The answer, without its body when it was not read.
        answer: Box<UnusableAnswer>,
    },
    /// The answer is not provably the platform's; what the platform did is unknown.
    #[error(transparent)]
    Signature(Box<SignatureError>),
    /// The platform has taken the request, but has not processed it yet (HTTP 202): send it again
    /// with the same parameters. The signature of the answer was verified.
    #[error(
        "{}: 202 accepted, but not processed yet: repeat it with the same parameters{}",
        .0.operation, trace(.0)
    )]
    NotProcessed(Box<UnusableAnswer>),
    /// The platform refused, or something between it and us did.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// Taobao TOP refused.
    #[cfg(feature = "top")]
    #[error(transparent)]
    Top(Box<crate::top::TopError>),
    /// The platform said yes, but its answer cannot be decrypted.
    #[error(
        "{}: the answer cannot be decrypted: check the encryption key{}",
        .answer.operation, trace(.answer)
    )]
    Decryption {
        /// The answer as received.
        answer: Box<UnusableAnswer>,
        /// What is wrong with it.
        source: DecryptError,
    },
    /// The platform said yes, but its answer is not of the documented shape.
    #[error("{}: the answer cannot be read{}", .answer.operation, trace(.answer))]
    Decode {
        /// The answer, decrypted when it was encrypted.
        answer: Box<UnusableAnswer>,
        /// What is wrong with it.
        source: DecodeError,
    },
}

/// An answer that came, and could not be used. Its `Debug` leaves the headers and the body out.
#[non_exhaustive]
pub struct UnusableAnswer {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: RawBody,
    pub(crate) earlier: Earlier,
}

impl fmt::Debug for UnusableAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UnusableAnswer")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("trace_id", &trace_id(&self.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl Error {
    pub(crate) fn configuration(reason: impl Into<String>) -> Self {
        Self::Configuration { reason: reason.into(), source: None }
    }

    pub(crate) fn configuration_of(
        what: impl Into<String>,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Configuration { reason: what.into(), source: Some(Box::new(source)) }
    }

    /// The id of the operation that was called; none when the client was not made.
    pub fn operation(&self) -> Option<&str> {
        match self {
            Self::Configuration { .. } => None,
            Self::Request { operation, .. }
            | Self::Signing { operation, .. }
            | Self::Transport { operation, .. } => Some(operation),
            Self::Signature(error) => Some(&error.operation),
            Self::Api(error) => Some(&error.operation),
            #[cfg(feature = "top")]
            Self::Top(error) => Some(&error.operation),
            Self::TooLarge { .. }
            | Self::NotProcessed(_)
            | Self::Decryption { .. }
            | Self::Decode { .. } => self.unusable().map(|answer| &*answer.operation),
        }
    }

    /// The refusal of the platform, when this is one.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The refusal of Taobao TOP, when this is one.
    #[cfg(feature = "top")]
    pub fn top(&self) -> Option<&crate::top::TopError> {
        match self {
            Self::Top(error) => Some(error),
            _ => None,
        }
    }

    /// The error code, when the platform refused.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.api()?.code.as_ref()
    }

    /// Whether the platform refused with this code, for instance
    /// `error.has_code(ErrorCode::INVALID_SIGNATURE)`.
    pub fn has_code(&self, code: &str) -> bool {
        self.code().is_some_and(|found| found.as_str() == code)
    }

    /// The HTTP status, when there is an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Signature(error) => Some(error.status),
            Self::Api(error) => Some(error.status),
            #[cfg(feature = "top")]
            Self::Top(error) => Some(error.status),
            _ => self.unusable().map(|answer| answer.status),
        }
    }

    /// The headers of the answer, when there is one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Signature(error) => Some(&error.headers),
            Self::Api(error) => Some(&error.headers),
            #[cfg(feature = "top")]
            Self::Top(error) => Some(&error.headers),
            _ => self.unusable().map(|answer| &answer.headers),
        }
    }

    /// The body of the answer, when there is one that was read.
    pub fn body(&self) -> Option<&RawBody> {
        match self {
            Self::Signature(error) => Some(&error.body),
            Self::Api(error) => Some(&error.body),
            #[cfg(feature = "top")]
            Self::Top(error) => Some(&error.body),
            _ => self.unusable().map(|answer| &answer.body),
        }
    }

    fn unusable(&self) -> Option<&UnusableAnswer> {
        match self {
            Self::Transport { answer, .. } => answer.as_deref(),
            Self::NotProcessed(answer)
            | Self::TooLarge { answer, .. }
            | Self::Decryption { answer, .. }
            | Self::Decode { answer, .. } => Some(answer),
            _ => None,
        }
    }

    /// The errors of the attempts before the last, when the client sent the call more than once.
    pub fn earlier(&self) -> &[Error] {
        self.attempts().map_or(&[], |earlier| &earlier.errors)
    }

    fn attempts(&self) -> Option<&Earlier> {
        match self {
            Self::Configuration { .. } | Self::Request { .. } | Self::Signing { .. } => None,
            // TOP repeats nothing.
            #[cfg(feature = "top")]
            Self::Top(_) => None,
            Self::Transport { earlier, .. } => Some(earlier),
            Self::Signature(error) => Some(&error.earlier),
            Self::Api(error) => Some(&error.earlier),
            Self::NotProcessed(answer)
            | Self::TooLarge { answer, .. }
            | Self::Decryption { answer, .. }
            | Self::Decode { answer, .. } => Some(&answer.earlier),
        }
    }

    pub(crate) fn set_earlier(&mut self, attempts: Earlier) {
        match self {
            Self::Configuration { .. } | Self::Request { .. } | Self::Signing { .. } => {}
            #[cfg(feature = "top")]
            Self::Top(_) => {}
            Self::Transport { earlier, .. } => *earlier = attempts,
            Self::Signature(error) => error.earlier = attempts,
            Self::Api(error) => error.earlier = attempts,
            Self::NotProcessed(answer)
            | Self::TooLarge { answer, .. }
            | Self::Decryption { answer, .. }
            | Self::Decode { answer, .. } => answer.earlier = attempts,
        }
    }

    /// Whether an attempt before the last may have been processed.
    fn was_unknown(&self) -> bool {
        self.attempts().is_some_and(|earlier| earlier.unknown)
    }

    /// The platform's id of this call (`alipay-trace-id`), to be named to its support.
    pub fn trace_id(&self) -> Option<&str> {
        trace_id(self.headers()?)
    }

    /// Whether the same call can be sent again without doing anything twice: nothing reached the
    /// platform, it is too busy, it asks for a repetition, or a GET failed on the way.
    ///
    /// For a write of unknown outcome this is false: query it first, or repeat it only when its
    /// business number makes it idempotent. The one exception is
    /// [`NotProcessed`](Self::NotProcessed): the platform itself asks for the repetition.
    pub fn is_retryable(&self) -> bool {
        match self {
            _ if self.was_unknown() => false,
            Self::Transport { source, method, .. } => {
                source.kind() == TransportErrorKind::NotSent || *method == Method::GET
            }
            Self::NotProcessed(_) => true,
            Self::Api(error) => error.is_retryable(),
            #[cfg(feature = "top")]
            Self::Top(error) => error.is_busy(),
            _ => false,
        }
    }

    /// Whether the platform refused for a reason of the business itself (`ACQ.TRADE_NOT_EXIST`),
    /// not of the protocol (`invalid-signature`) or of the network.
    pub fn is_business(&self) -> bool {
        self.api().is_some_and(ApiError::is_business) && !self.was_unknown()
    }

    /// Whether it is unknown if the platform did what it was asked: the call must be queried
    /// before it is repeated or given up.
    pub fn is_unknown_outcome(&self) -> bool {
        match self {
            Self::Configuration { .. } | Self::Request { .. } | Self::Signing { .. } => false,
            _ if self.was_unknown() => true,
            Self::Transport { source, .. } => source.kind() != TransportErrorKind::NotSent,
            Self::Api(error) => error.is_unknown_outcome(),
            #[cfg(feature = "top")]
            Self::Top(error) => error.is_unknown_outcome(),
            Self::TooLarge { .. }
            | Self::Signature(_)
            | Self::NotProcessed(_)
            | Self::Decryption { .. }
            | Self::Decode { .. } => true,
        }
    }
}

/// Trace id and attempt as they stand at the end of a message.
fn trace(answer: &UnusableAnswer) -> String {
    let id = trace_id(&answer.headers).map(|id| format!(" (trace id {id})"));
    format!("{}{}", id.unwrap_or_default(), answer.earlier)
}

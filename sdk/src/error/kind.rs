//! The kinds of errors.

use std::fmt;

use super::api::ApiError;
use alipay_sdk_core::{
    DecryptError,
    data::DecodeError,
    redact,
    transport::{TransportError, TransportErrorKind},
    trust::{SignError, SignatureProblem},
};

/// The kind of an error, which tells what is known about the request. After
/// [`Configuration`](Self::Configuration), [`Request`](Self::Request) and
/// [`Signing`](Self::Signing) nothing was sent. An [`Api`](Self::Api) error is a rejection. After
/// an unsigned rejection, and after all other kinds, it may be unknown whether the platform
/// processed the request: see
/// [`Error::is_unknown_outcome`](crate::Error::is_unknown_outcome).
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from this configuration.
    #[non_exhaustive]
    Configuration {
        /// The problem, and what to do.
        reason: String,
        /// The cause.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The request cannot be sent as it is.
    #[non_exhaustive]
    Request {
        /// The problem.
        reason: String,
    },
    /// The signer returned no signature. Nothing was sent.
    Signing(SignError),
    /// There is no response, or only a part of it. [`TransportError::kind`] tells whether the
    /// request may have reached the platform.
    Transport(TransportError),
    /// The response is larger than this client reads.
    #[non_exhaustive]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Nothing proves that the response is the platform's. Do not act on its body: anybody may have
    /// sent it.
    Signature(SignatureError),
    /// The platform has accepted the request, but not processed it yet (HTTP 202): send it again
    /// with the same parameters. The signature of the response was verified, but it does not cover
    /// the status. Therefore the client does not retry a write whose response has a body.
    NotProcessed,
    /// The status says that the request was rejected, but the signed body does not. The status is
    /// not signed, so something on the way may have changed it. The request may have succeeded.
    UnexpectedStatus,
    /// The platform, or something on the way to it, rejected the request.
    Api(ApiError),
    /// The platform reports success, but its response cannot be decrypted.
    Decryption(DecryptError),
    /// The response does not have the documented shape, or it does not show whether it is a
    /// success.
    Decode(DecodeError),
}

/// The signature of a response is missing or wrong.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignatureError {
    /// The problem.
    pub problem: SignatureProblem,
    /// The API error in the response, which nothing proves to be the platform's.
    pub claimed: Option<ApiError>,
    /// What a response without a signature is (an empty body, a page of a proxy, an encrypted
    /// text), and what to do about it. `Display` gives it instead of the problem.
    pub hint: Option<String>,
}

impl ErrorKind {
    /// Whether the platform may have done what it was asked.
    pub(super) fn is_unknown_outcome(&self) -> bool {
        match self {
            Self::Configuration { .. } | Self::Request { .. } | Self::Signing(_) => false,
            Self::Transport(error) => error.kind() != TransportErrorKind::NotSent,
            Self::Api(error) => error.is_unknown_outcome(),
            Self::TooLarge { .. }
            | Self::Signature(_)
            | Self::NotProcessed
            | Self::UnexpectedStatus
            | Self::Decryption(_)
            | Self::Decode(_) => true,
        }
    }

    /// The error behind this one. That of an API error or a signature is said in full by the
    /// message.
    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Configuration { source, .. } => source.as_deref().map(|source| source as _),
            Self::Signing(error) => Some(error),
            Self::Transport(error) => Some(error),
            Self::Decryption(error) => Some(error),
            Self::Decode(error) => Some(error),
            Self::Request { .. }
            | Self::TooLarge { .. }
            | Self::Signature(_)
            | Self::NotProcessed
            | Self::UnexpectedStatus
            | Self::Api(_) => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration { reason, source: None } | Self::Request { reason } => {
                formatter.write_str(reason)
            }
            Self::Configuration { reason, source: Some(source) } => {
                write!(formatter, "{reason}: {source}")
            }
            Self::Signing(error) => {
                let error = redact::line(&error.to_string());
                write!(formatter, "the request cannot be signed: {error}")
            }
            Self::Transport(error) => error.fmt(formatter),
            Self::TooLarge { limit } => {
                write!(formatter, "the response is larger than {limit} bytes")
            }
            Self::Signature(error) => error.fmt(formatter),
            Self::NotProcessed => formatter.write_str(
                "202 accepted, but not processed yet: send it again with the same parameters",
            ),
            Self::UnexpectedStatus => formatter.write_str(
                "the status says that the request was rejected, but the signed body does not: \
                 something on the way changed the status; query the outcome of the call",
            ),
            Self::Api(error) => error.fmt(formatter),
            Self::Decryption(error) => write!(
                formatter,
                "the response cannot be decrypted: {error}; check the encryption key"
            ),
            Self::Decode(error) => write!(formatter, "the response cannot be read: {error}"),
        }
    }
}

impl std::error::Error for SignatureError {}

impl fmt::Display for SignatureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.hint {
            Some(hint) => write!(formatter, "the response was not accepted: {hint}")?,
            None => write!(formatter, "the response was not accepted: {}", self.problem)?,
        }
        match &self.claimed {
            Some(claimed) => write!(formatter, "; it claims: {claimed}"),
            None => Ok(()),
        }
    }
}

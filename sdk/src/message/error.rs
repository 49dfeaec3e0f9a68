//! Why a channel is not there, for now or for good.

use http::StatusCode;
use tokio_tungstenite::tungstenite;

use alipay_sdk_core::{
    redact,
    transport::TransportError,
    trust::{SignError, SignatureProblem},
};

/// Why a channel ended, and does not reconnect by itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChannelError {
    /// The channel cannot be opened with these options.
    #[error("the message channel cannot be opened: {0}")]
    Configuration(crate::Error),
    /// The platform does not register the application, because of its id, its certificate or its
    /// signature. Another attempt would fail, too.
    #[error(
        "the platform does not register the application for messages: {} {}{}",
        redact::line(code),
        redact::line(message),
        if *signed { "" } else { " (this rejection is not signed)" }
    )]
    Rejected {
        /// The platform's code: `sub_code`, or `code` when that is missing.
        code: String,
        /// The platform's message.
        message: String,
        /// Whether the rejection has a valid signature.
        signed: bool,
    },
}

/// Why an attempt or a connection ended, when the next may do better. No text holds an address with
/// its query, which is signed, or anything that the platform sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    #[error(transparent)]
    Signing(#[from] SignError),
    #[error(transparent)]
    Transport(#[from] TransportError),
    #[error("the platform did not respond in time")]
    Late,
    #[error("the response to the registration is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the response to the registration (status {0}) is not of the documented form")]
    Unreadable(StatusCode),
    #[error("the response to the registration was not accepted: {0}")]
    Signature(SignatureProblem),
    #[error(
        "the platform does not register the application now: {} {}{}",
        redact::line(code),
        redact::line(message),
        if *signed { "" } else { " (this rejection is not signed)" }
    )]
    Rejected { code: String, message: String, signed: bool },
    #[error("the registration gave no `link_token`")]
    NoToken,
    #[error("the platform did not open the connection (status {0})")]
    NotOpened(StatusCode),
    #[error("the response to the request for a connection is not a WebSocket response: {0}")]
    NotWebSocket(&'static str),
    #[error("the connection broke: {0}")]
    Broken(tungstenite::Error),
    #[error("the connection ended")]
    Ended,
    #[error("the platform closed the connection (code {0})")]
    Closed(u16),
    #[error("the platform is silent: it replied to no ping")]
    Silent,
}

/// Why there is no connection.
pub(super) enum Failure {
    /// The next attempt may do better.
    Passing(Lost),
    Final(ChannelError),
}

impl From<Lost> for Failure {
    fn from(lost: Lost) -> Self {
        Self::Passing(lost)
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        Self::Passing(error.into())
    }
}

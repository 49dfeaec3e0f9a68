//! Why there is no answer.

use std::error::Error as StdError;
use std::fmt;

type Source = Box<dyn StdError + Send + Sync>;

/// The request could not be sent, or its answer could not be received.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Source,
}

/// What is known of a request without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: nothing reached the platform.
    NotSent,
    /// Time was over. The platform may have done what it was asked.
    Timeout,
    /// The connection broke, or the answer is not HTTP. The platform may have done what it was
    /// asked.
    Interrupted,
}

impl TransportError {
    /// An error of this kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<Source>) -> Self {
        Self { kind, source: source.into() }
    }

    /// What is known of the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::NotSent => "no connection: nothing was sent",
            TransportErrorKind::Timeout => "time is over: the outcome is unknown",
            TransportErrorKind::Interrupted => "the connection broke: the outcome is unknown",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

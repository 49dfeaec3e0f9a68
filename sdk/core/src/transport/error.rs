//! Why there is no response.

use std::error::Error as StdError;
use std::fmt;

use crate::redact;

type Source = Box<dyn StdError + Send + Sync>;

/// An error of a transport: the request could not be sent, or its response could not be received.
pub struct TransportError {
    kind: TransportErrorKind,
    authority: Option<String>,
    source: Source,
}

/// The kind of an error of a transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: nothing reached the platform.
    NotSent,
    /// The time was over. The platform may have processed the request.
    Timeout,
    /// The connection broke, or the response is not HTTP. The platform may have processed the
    /// request.
    Interrupted,
}

impl TransportErrorKind {
    /// The kind in logs and metrics.
    #[doc(hidden)]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotSent => "connection",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
        }
    }
}

impl TransportError {
    /// Creates an error of this kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<Source>) -> Self {
        Self { kind, authority: None, source: source.into() }
    }

    /// A response that broke off while it was read. The built-in transport says itself why.
    #[doc(hidden)]
    pub fn interrupted(source: Source) -> Self {
        match source.downcast::<Self>() {
            Ok(error) => *error,
            Err(source) => Self::new(TransportErrorKind::Interrupted, source),
        }
    }

    /// Adds the host and port of the request, for the message.
    #[must_use]
    pub fn at(mut self, authority: impl Into<Option<String>>) -> Self {
        self.authority = authority.into();
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    /// With the innermost cause: libraries wrap it in layers that say little ("client error
    /// (Connect)").
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cause: &(dyn StdError + 'static) = self.source.as_ref();
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        let cause = redact::line(&cause.to_string());
        let named = |preposition: &str| match &self.authority {
            Some(authority) => format!(" {preposition} {authority}"),
            None => String::new(),
        };
        match self.kind {
            TransportErrorKind::NotSent => {
                write!(formatter, "no connection{}: {cause}", named("to"))
            }
            TransportErrorKind::Timeout => {
                let from = named("from");
                write!(formatter, "no response in time{from}: {cause}; the outcome is unknown")
            }
            TransportErrorKind::Interrupted => {
                let to = named("to");
                write!(formatter, "the connection{to} broke: {cause}; the outcome is unknown")
            }
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("authority", &self.authority)
            .field("source", &redact::line(&format!("{:?}", self.source)))
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

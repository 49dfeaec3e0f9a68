//! Why events end before their time.

use alipay_sdk_core::{transport::TransportError, wire::Stopped};

/// Why a stream of events ended early. The events before the error are valid.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventStreamError {
    /// An event, or all events together, are larger than the limit of the client.
    #[error("the events are larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke, or the time of the call was over.
    #[error("the events broke off: {0}")]
    Transport(#[from] TransportError),
}

impl From<Stopped> for EventStreamError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::TooLarge { limit } => Self::TooLarge { limit },
            Stopped::Broken(source) => TransportError::interrupted(source).into(),
        }
    }
}

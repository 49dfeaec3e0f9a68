//! Why events end before their time.

use crate::transport::TransportError;
use crate::wire::Stopped;

/// A stream of events ended before its time. The events before are good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventStreamError {
    /// An event, or all together, are larger than this client reads.
    #[error("the events are larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke, or the time was over.
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

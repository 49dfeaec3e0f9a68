//! The way to the network, as the SDK sees it: who sends requests, and how long one waits.

mod deadline;
mod error;
mod transport;

pub use deadline::within;
pub use error::{TransportError, TransportErrorKind};
pub use transport::{Timeout, Transport, TransportFuture};

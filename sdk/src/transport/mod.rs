//! The way to the network: who sends requests, and how long one waits.

#[cfg_attr(not(feature = "blocking"), path = "no_blocking.rs")]
pub(crate) mod blocking;
mod choice;
mod deadline;
mod error;
#[cfg_attr(not(feature = "test-util"), path = "no_operation_id.rs")]
pub(crate) mod operation_id;
mod options;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "tower")]
pub(crate) mod tower;
mod transport;

pub(crate) use blocking::Blocking;
pub(crate) use choice::TransportChoice;
pub(crate) use deadline::within;
pub use error::{TransportError, TransportErrorKind};
pub(crate) use operation_id::name_operation;
pub(crate) use options::{SetupError, TransportOptions};
pub use transport::{Timeout, Transport, TransportFuture};

//! The way to the network: who sends requests, and how long one waits.

#[cfg_attr(not(feature = "blocking"), path = "no_blocking.rs")]
mod blocking;
mod choice;
mod deadline;
mod error;
#[cfg_attr(not(feature = "test-util"), path = "no_operation_id.rs")]
mod operation_id;
mod options;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;
mod transport;

pub(crate) use blocking::Blocking;
#[cfg(feature = "blocking")]
pub(crate) use blocking::Unavailable;
pub(crate) use choice::TransportChoice;
pub(crate) use deadline::within;
pub use error::{TransportError, TransportErrorKind};
#[cfg(feature = "test-util")]
pub(crate) use operation_id::OperationId;
pub(crate) use operation_id::name_operation;
pub(crate) use options::{SetupError, TransportOptions};
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;
#[cfg(feature = "messages")]
pub(crate) use reqwest::{failed, upgrading_client};
#[cfg(feature = "tower")]
pub use tower::{ServiceTransport, TransportService};
pub use transport::{Timeout, Transport, TransportFuture};

//! The transports that the SDK brings, and their options.

#[cfg_attr(not(feature = "blocking"), path = "no_blocking.rs")]
pub(crate) mod blocking;
mod choice;
#[cfg_attr(not(feature = "test-util"), path = "no_operation_id.rs")]
pub(crate) mod operation_id;
mod options;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "tower")]
pub(crate) mod tower;

pub(crate) use blocking::Blocking;
pub(crate) use choice::TransportChoice;
pub(crate) use operation_id::name_operation;
pub(crate) use options::{SetupError, TransportOptions};

//! The three protocols of the platform: how a request is signed and addressed, and what a response
//! proves.

mod contract;
mod hint;
mod identity;
mod paged;
mod reader;
mod rejection;
#[cfg(feature = "top")]
pub(crate) mod top;
mod unsigned;
#[cfg(feature = "v2")]
pub(crate) mod v2;
pub(crate) mod v3;

pub use contract::{AppProtocol, FormProtocol, Operation, Protocol};
pub(crate) use contract::{Endpoint, Exchange};
pub(crate) use identity::{Application, Identity};
pub use paged::{PageFields, PageKind, Paged};

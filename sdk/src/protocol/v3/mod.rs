//! The v3 REST protocol.

mod accept;
mod endpoint;
mod judge;
mod outgoing;
mod prepare;

pub(crate) use endpoint::Endpoint;
pub use endpoint::V3;

//! The v3 REST protocol.

mod accept;
mod endpoint;
mod outgoing;
mod prepare;

pub use endpoint::{Endpoint, V3};

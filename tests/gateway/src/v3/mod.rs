//! Version 3 of the protocol.

mod authorization;
mod body;
mod check;
mod endpoint;
mod fields;
mod replay;
mod response;

pub(crate) use endpoint::Endpoint;
pub(crate) use replay::DEFAULT_LIFETIME;

//! Taobao TOP.

mod accept;
mod endpoint;
mod rejection;
mod sign;
mod sign_method;
mod xml;

pub(crate) use endpoint::Endpoint;
pub use endpoint::{Format, Top};
pub use sign_method::SignMethod;

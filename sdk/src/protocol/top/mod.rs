//! Taobao TOP.

mod accept;
mod endpoint;
mod protocol;
mod rejection;
mod sign;
mod sign_method;

pub(crate) use endpoint::Endpoint;
pub use endpoint::Format;
pub use protocol::Top;
pub use sign_method::SignMethod;

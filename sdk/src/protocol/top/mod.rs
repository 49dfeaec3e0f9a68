//! Taobao TOP.

mod accept;
mod endpoint;
mod rejection;
mod sign;
mod sign_method;
mod xml;

pub use endpoint::{Endpoint, Format, Top};
pub(crate) use sign::OWN_PARAMETERS;
pub use sign_method::SignMethod;

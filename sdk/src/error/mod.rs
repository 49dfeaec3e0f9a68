//! What can go wrong with a call, and what is then known of it.

mod api;
mod attempts;
mod code;
mod error;
mod kind;

pub(crate) use api::Verdict;
pub use api::{ApiError, Detail, Link};
pub(crate) use attempts::Earlier;
pub use code::ErrorCode;
pub(crate) use error::CallContext;
pub use error::Error;
pub use kind::{ErrorKind, SignatureError};

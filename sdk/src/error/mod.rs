//! What can go wrong with a call, and what is then known of it.

mod api;
mod code;
mod error;
mod kind;

pub(crate) use api::Verdict;
pub use api::{ApiError, Detail, Link};
pub use code::ErrorCode;
pub use error::Error;
pub(crate) use error::{CallContext, Earlier};
pub use kind::{ErrorKind, SignatureError};

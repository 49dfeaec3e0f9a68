//! What can go wrong with a call, and what is then known of it.

mod api;
mod code;
mod early;
mod error;
mod kind;
mod label;
mod verdict;

pub use api::{ApiError, Detail, Link};
pub use code::ErrorCode;
pub(crate) use early::{Early, EarlyCodes};
pub use error::Error;
pub(crate) use error::{CallContext, Earlier};
pub use kind::{ErrorKind, SignatureError};
pub(crate) use verdict::Verdict;

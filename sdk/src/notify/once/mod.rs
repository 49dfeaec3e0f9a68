//! Doing once what notifications ask for, however often they come.

mod hold;
mod key;
mod once;

pub use key::{ByMessage, OnceKey};
pub use once::{HandleError, HandleOnce, Handled, LEASE, handle_once};

//! Sending again, where that is safe.

mod after;
mod budget;
mod policy;

pub(super) use after::retry_after;
pub(super) use budget::Budget;
pub use policy::RetryPolicy;

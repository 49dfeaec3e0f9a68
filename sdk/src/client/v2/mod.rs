//! The v2 gateway as a client reaches it.

mod app_result;
mod gateway;

pub use app_result::AppResult;
pub use gateway::Gateway;

//! What tests in other languages control over HTTP, below `/_gateway/`; responses are JSON.

mod fault_rule;
mod handlers;
mod input;
mod report;

pub(super) use handlers::router;

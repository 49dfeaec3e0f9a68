//! What tests in other languages control over HTTP, below `/_gateway/`; responses are JSON.

mod buyer;
mod fault_rule;
mod handlers;
mod input;
mod message;
mod report;
mod response;
mod routes;

pub(super) use routes::{PATH, respond};

//! The message channel.

mod load;
mod log;
#[path = "../platform/logs.rs"]
mod logs;
#[path = "../message_load/mod.rs"]
mod message_load;
mod same_key;
mod tls;

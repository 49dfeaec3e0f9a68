//! The message channel.

#[path = "../message_load/mod.rs"]
mod message_load;

mod load;
mod same_key;

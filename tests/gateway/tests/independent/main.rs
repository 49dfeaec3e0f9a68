//! Requests as independent clients send them, made by hand. What the official SDKs and others do
//! differently is all right with the platform, so it is with the gateway.

mod certificates;
mod charset;
#[path = "../client/mod.rs"]
mod client;
mod encryption;
mod fields;
mod form;
mod json;
mod parameters;
mod rejections;
mod time_stamp;
mod tokens;
mod uploads;

//! Whatever a caller gives, what is signed is what is sent; and whatever is answered, nothing
//! that is not provably the platform's is taken, and nothing panics.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod answer;
mod call;
mod check;
mod headers;
#[path = "../platform/mod.rs"]
mod platform;
mod request;
mod text;

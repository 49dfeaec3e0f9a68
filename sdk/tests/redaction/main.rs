//! No secret and nobody's personal data appears in `Debug`, in errors or in traces.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
#[path = "../platform/mod.rs"]
mod platform;
mod requests;
mod secrets;
mod traces;

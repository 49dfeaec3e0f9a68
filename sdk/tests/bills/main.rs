//! Bills: the samples, zips and tables that are not as they should be, downloads that must not
//! happen, and the rows beside one's own orders.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod archive;
mod content;
mod download;
mod files;
mod mutated;
#[path = "../platform/mod.rs"]
mod platform;
mod receipts;
mod reconcile;
mod samples;
mod sums;

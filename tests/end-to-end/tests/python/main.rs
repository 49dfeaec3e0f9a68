//! Two more independent implementations against the same gateway: the official Python SDK for v2,
//! and the Python SDK that is used most. What they send is accepted, what they get they accept; how
//! they differ from this SDK is in one table.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod agreement;
mod calls;
mod day;
mod notifications;
mod process;
mod rejections;
mod setup;
mod table;
mod verdict;

use std::io::Write;
use std::path::PathBuf;

/// The installed SDKs; without them the tests are left out, and say so even when they pass.
fn installed() -> Option<PathBuf> {
    let left_out = |why| writeln!(std::io::stderr(), "left out: the Python SDKs: {why}");
    process::installed().map_err(left_out).ok()
}

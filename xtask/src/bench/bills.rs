//! How much memory a bill of a million rows takes, and how fast it is read. The SDK measures itself
//! (`sdk/benches/bills.rs`).

use anyhow::Result;

use super::call::figure;
use super::{figures, verdict};
use crate::console::say;

/// Rows of a second.
const ROWS: f64 = 300_000.0;

pub(crate) fn run() -> Result<()> {
    let printed = figures("bills", "aws-lc-rs,bills,data", "a bill of a million rows")?;
    let memory = figure(&printed, "memory")?;
    let rows = figure(&printed, "rows")?;
    say!(
        "memory from download to last row {memory:>9.1} MiB  budget 64 MiB   {}",
        verdict(memory, 64.0)
    )?;
    say!(
        "rows per second                  {rows:>9.0}      at least {ROWS} {}",
        verdict(ROWS, rows)
    )?;
    Ok(())
}

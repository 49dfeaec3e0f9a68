//! What strangers can make the SDK keep in memory. The SDK measures itself
//! (`sdk/benches/strangers.rs`).

use anyhow::{Context, Result};

use super::{figures, verdict};
use crate::console::say;

const FEATURES: &str = "aws-lc-rs,axum,certificate-source,mini-program,top,trade,v2";

/// The figures of one kind.
struct Kind {
    /// What their lines begin with.
    name: &'static str,
    budget: f64,
    unit: &'static str,
}

const KINDS: [Kind; 2] = [
    Kind { name: "alone", budget: 3.0, unit: "times" },
    Kind { name: "together", budget: 64.0, unit: "MiB" },
];

pub(crate) fn run() -> Result<()> {
    let printed = figures("strangers", FEATURES, "untrusted input")?;
    for Kind { name, budget, unit } in KINDS {
        let lines = printed.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let mut count = 0;
        for line in lines {
            let (figure, what) = line.split_once(' ').context("a line has no name")?;
            let figure: f64 = figure.parse().context("a figure is not a number")?;
            let verdict = verdict(figure, budget);
            say!("{figure:>6.2} {unit:<5}  budget {budget:<3} {verdict:<5} {name}: {what}")?;
            count += 1;
        }
        anyhow::ensure!(count > 0, "no figure `{name}` was printed");
    }
    Ok(())
}

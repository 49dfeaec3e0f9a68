//! What a call costs beside the signature and the verification that it cannot do without. The
//! SDK measures itself (`sdk/benches/figures.rs`), so that the chores need not be built with it.

use anyhow::{Context, Result};

use super::{figures, verdict};
use crate::console::say;

pub(crate) fn run() -> Result<()> {
    let printed = figures("figures", "trade,reqwest", "calls without and with a network")?;
    let ratio = figure(&printed, "ratio")?;
    let allocations = figure(&printed, "allocations")?;
    let network = figure(&printed, "network")?;
    say!("call / bare               {ratio:>6.3}   budget 1.15  {}", verdict(ratio, 1.15))?;
    say!(
        "allocations of a call     {allocations:>6}   budget 60    {}",
        verdict(allocations, 60.0)
    )?;
    say!("64 over loopback / bare   {network:>6.3}   budget 1.6   {}", verdict(network, 1.6))?;
    Ok(())
}

/// A figure by its name, from lines of a name and a number.
pub(super) fn figure(printed: &str, name: &str) -> Result<f64> {
    let line = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let number = line.with_context(|| format!("no figure `{name}` was printed"))?;
    number.trim().parse().with_context(|| format!("`{name}` is not a number"))
}

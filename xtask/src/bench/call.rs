//! What a call costs beside the signature and the verification that it cannot do without. The
//! SDK measures itself (`sdk/benches/figures.rs`), so that the chores need not be built with it.

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::{figures, verdict};
use crate::console::say;

/// How calls are measured
#[derive(clap::Args)]
#[command(after_help = "Example:\n  cargo xtask bench call --library ring")]
pub(crate) struct Args {
    /// The cryptographic library of the SDK
    #[arg(long, value_enum, default_value_t = Library::AwsLcRs)]
    library: Library,
}

/// The libraries, by the names of their features.
#[derive(Clone, Copy, ValueEnum)]
enum Library {
    AwsLcRs,
    Ring,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    // ring itself allocates more for a signature.
    let (features, most) = match args.library {
        Library::AwsLcRs => ("aws-lc-rs,trade,reqwest", 60.0),
        Library::Ring => ("ring,trade,reqwest", 75.0),
    };
    let printed = figures("figures", features, "calls without and with a network")?;
    let ratio = figure(&printed, "ratio")?;
    let allocations = figure(&printed, "allocations")?;
    let network = figure(&printed, "network")?;
    say!("call / bare               {ratio:>6.3}   budget 1.15  {}", verdict(ratio, 1.15))?;
    say!(
        "allocations of a call     {allocations:>6}   budget {most}    {}",
        verdict(allocations, most)
    )?;
    say!("64 calls at once / bare   {network:>6.3}   budget 1.6   {}", verdict(network, 1.6))?;
    Ok(())
}

/// A figure by its name, from lines of a name and a number.
pub(super) fn figure(printed: &str, name: &str) -> Result<f64> {
    let line = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let number = line.with_context(|| format!("no figure `{name}` was printed"))?;
    number.trim().parse().with_context(|| format!("`{name}` is not a number"))
}

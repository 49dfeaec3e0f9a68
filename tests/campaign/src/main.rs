//! Payments, refunds and transfers through the flows of the SDK, and the shipping of goods that
//! notifications ask for. Two workers run each order at once, in processes that die by chance. The
//! gateway fails by chance, the store is slow, away or loses its responses, machines are suspended,
//! proxies respond for the platform, and responses are mixed up. Then what the SDK says is compared
//! with the gateway's books, and what was sent and worked with the rules.
//!
//! Everything follows from the seed, so that a failing run can be had again.

mod audit;
mod calls;
mod chance;
mod clocks;
mod death;
mod meddler;
mod notices;
mod plan;
mod shop;
mod supervisor;
#[path = "../../../sdk/tests/through/mod.rs"]
mod through;
mod told;
mod unsteady;
mod worker;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use meddler::Rates;
use plan::Sizes;

/// Thousands of payments, refunds and transfers, with faults and killed processes.
#[derive(Parser)]
#[command(bin_name = "campaign", subcommand_negates_reqs = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    campaign: Campaign,
}

#[derive(Args)]
struct Campaign {
    /// How many payments
    #[arg(long, default_value_t = 10_000)]
    payments: usize,
    /// How many refunds of these payments
    #[arg(long, default_value_t = 2_000)]
    refunds: usize,
    /// How many transfers
    #[arg(long, default_value_t = 2_000)]
    transfers: usize,
    /// Of how many of these payments notifications come
    #[arg(long)]
    notices: Option<usize>,
    /// Of a thousand calls, how many go wrong at the platform
    #[arg(long, default_value_t = 300)]
    faults: u16,
    #[command(flatten)]
    rates: Rates,
    /// What chance follows from; chosen and printed without one
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Subcommand)]
enum Command {
    /// One life of the process that pays
    #[command(hide = true)]
    Life(Life),
}

/// What a process that pays is told.
#[derive(Args, Clone)]
struct Life {
    #[arg(long)]
    folder: PathBuf,
    #[command(flatten)]
    sizes: Sizes,
    #[command(flatten)]
    rates: Rates,
    #[arg(long)]
    seed: u64,
    /// The number of this life, from 0
    #[arg(long)]
    life: u32,
    /// The first order that may not have ended
    #[arg(long)]
    from: usize,
    /// Whether this life is allowed to die
    #[arg(long)]
    mortal: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Cli { command, campaign } = Cli::parse();
    let done = match command {
        Some(Command::Life(life)) => worker::run(life).await.map(|()| true),
        None => supervisor::run(campaign).await,
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

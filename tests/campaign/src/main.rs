//! Payments, refunds and transfers through the flows of the SDK, against a gateway that fails by
//! chance and in processes that die by chance; then what the SDK says is compared with the
//! gateway's books, and what was sent with the rules of the flows.
//!
//! Everything follows from the seed, so that a failing run can be had again.

mod audit;
mod calls;
mod death;
mod plan;
mod supervisor;
mod time;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

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
    /// Of a thousand calls, how many go wrong
    #[arg(long, default_value_t = 300)]
    faults: u16,
    /// What chance follows from; chosen and printed without one
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Subcommand)]
enum Command {
    /// One life of the process that pays
    #[command(hide = true)]
    Worker(Worker),
}

/// What a worker is told.
#[derive(Args, Clone)]
struct Worker {
    #[arg(long)]
    folder: PathBuf,
    #[command(flatten)]
    sizes: Sizes,
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
        Some(Command::Worker(worker)) => worker::run(worker).await.map(|()| true),
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

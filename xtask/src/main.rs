//! The chores of the workspace: `cargo xtask --help` lists them.

// A chore prints with `console::say`, which no closed pipe stops.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod campaign;
mod codegen;
mod console;
mod diff;
mod features;
mod foreign;
mod import;
mod layers;
mod package;
mod process;
mod prose;
mod release_check;
mod sources;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A third of a generation was taking and giving back memory, the more the larger the documents.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The chores of the workspace.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the SDK from the OpenAPI documents
    Codegen(codegen::Args),
    /// Bring spec/ up to a newer official document
    Import(import::Args),
    /// List what changed on the surface, from one document or folder to another
    Diff(diff::Args),
    /// Measure calls, compilation or generation
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Run thousands of payments, refunds and transfers with faults and killed processes
    Campaign(campaign::Campaign),
    /// Check every product feature on its own
    Features,
    /// Check that imports go one way, from the upper floors to the lower ones
    Layers(layers::Args),
    /// Check that the prose keeps to the style page, or print the texts of the programs
    Prose(prose::Args),
    /// Unpack the packages outside of the workspace, and check them
    Package,
    /// Run all tests, and list at the end what was left out, and why
    Test(test::Args),
    /// Make the checks of a release, and print a line for each
    ReleaseCheck,
    /// Run a command, and print its seconds and the peak memory of its largest process
    #[command(hide = true)]
    Measure { command: Vec<String> },
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Bench(bench) => bench::run(&bench),
        Command::Campaign(campaign) => campaign::run(&campaign),
        Command::Features => features::run(),
        Command::Layers(args) => layers::run(&args),
        Command::Prose(args) => prose::run(&args),
        Command::Package => package::run(),
        Command::Test(args) => test::run(&args),
        Command::ReleaseCheck => release_check::run(),
        Command::Measure { command } => process::measure_here(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::complain(&error);
            ExitCode::FAILURE
        }
    }
}

//! `cargo xtask bench …`: what the budgets are about. Figures of one run compare with one
//! another, not with those of another machine.

mod bills;
mod call;
mod cold;
mod compile;
mod first;
mod gateway;
mod generation;
mod messages;
mod project;
mod strangers;
mod synthetic;
mod yardstick;

use anyhow::Result;

use crate::process;

#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// Download and read a bill of a million rows
    Bills,
    /// Make a call beside the bare signature and verification, without and with a network
    Call(call::Args),
    /// Build a program of one call from nothing, beside SDKs of other platforms
    Cold,
    /// Compile the SDK beside the same models as plain structs with derives
    Compile(compile::Args),
    /// Make a first payment from nothing: from an empty folder to the printed payment
    First,
    /// Call the local gateway as often as it can answer
    Gateway,
    /// Generate the SDK in memory, and a surface of ten times the size
    Generate(generation::Args),
    /// Send a hundred thousand messages over the message channel, which breaks meanwhile
    Messages,
    /// Send texts that cost much memory, alone and in a crowd
    Strangers,
}

pub(crate) fn run(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Bills => bills::run(),
        Bench::Call(args) => call::run(args),
        Bench::Cold => cold::run(),
        Bench::Compile(args) => compile::run(args),
        Bench::First => first::run(),
        Bench::Gateway => gateway::run(),
        Bench::Generate(args) => generation::run(args),
        Bench::Messages => messages::run(),
        Bench::Strangers => strangers::run(),
    }
}

/// What a benchmark of the SDK prints, which is built with these features.
fn figures(bench: &str, features: &str, message: &'static str) -> Result<String> {
    let bar = process::progress(1);
    bar.set_message(message);
    let package = ["bench", "--quiet", "--package", "alipay-sdk", "--no-default-features"];
    let printed =
        process::cargo(&[&package[..], &["--features", features, "--bench", bench]].concat())?;
    bar.finish_and_clear();
    Ok(printed)
}

/// Says whether a figure keeps its budget.
fn verdict(figure: f64, budget: f64) -> &'static str {
    if figure <= budget { "ok" } else { "OVER" }
}

//! `alipay`: what developers and operators of an Alipay integration do by hand.

mod arguments;
mod bill;
mod call;
mod captured;
mod cert;
mod config;
mod doctor;
mod explain;
mod fields;
mod input;
mod keygen;
mod keys;
mod notify;
mod operation;
mod output;
mod post;
mod progress;
mod sign;
mod validity;
mod verify;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};
use clap_complete::Shell;
use serde_json::json;

use arguments::{Arguments, Command};
use output::Report;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let report = run(arguments).unwrap_or_else(|error| output::failure(&error));
    output::print(&report, json).into()
}

fn run(arguments: Arguments) -> Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(dispatch(arguments))
}

async fn dispatch(arguments: Arguments) -> Result<Report> {
    let source = arguments.source;
    match arguments.command {
        Command::Doctor(args) => doctor::run(&args, &source).await,
        Command::Call(args) => call::run(&args, &source).await,
        Command::Sign(args) => sign::run(&args, &source).await,
        Command::Verify(args) => verify::run(&args, &source),
        Command::Notify(args) => notify::run(&args, &source).await,
        Command::Bill(args) => bill::run(&args, &source).await,
        Command::Cert(args) => cert::run(&args, &source).await,
        Command::Keygen(args) => keygen::run(&args),
        Command::Completions { shell } => Ok(completions(shell)),
    }
}

fn completions(shell: Shell) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "alipay", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Report::ok(script.clone(), json!({ "script": script }))
}

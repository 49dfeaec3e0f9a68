//! Running other programs, and measuring them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use nix::sys::resource::{UsageWho, getrusage};

use crate::sources;

/// What a command took.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The peak memory of the largest process, in mebibytes.
    pub(crate) mebibytes: u64,
}

/// Runs `cargo` in the workspace, and gives what it prints; its complaints are shown only when it
/// fails.
pub(crate) fn cargo(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(sources::workspace())
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Measures a run of `cargo` in a process of its own, so that no earlier child counts.
pub(crate) fn measure_cargo(arguments: &[&str]) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .args(["measure", "--", env!("CARGO")])
        .args(arguments)
        .current_dir(sources::workspace())
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start the measurement")?;
    ensure!(output.status.success(), "cargo {} failed", arguments.join(" "));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.lines().last().unwrap_or_default().split_whitespace();
    let mut number = || numbers.next().context("the measurement printed nothing");
    Ok(Cost { seconds: number()?.parse()?, mebibytes: number()?.parse()? })
}

/// Runs a command, and prints what it took as two numbers.
pub(crate) fn measure_here(command: &[String]) -> Result<()> {
    let (program, arguments) = command.split_first().context("no command to measure")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {program}"))?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "{program} failed");
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    println!("{seconds:.3} {}", peak / 1024);
    Ok(())
}

/// A spinner that says what is going on, on a terminal only.
pub(crate) fn progress(steps: u64) -> ProgressBar {
    let bar = ProgressBar::new(steps);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

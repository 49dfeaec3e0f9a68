//! Running other programs, and measuring them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};

use crate::console::say;
use crate::sources;

/// What a command took.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The peak memory of the largest process, in mebibytes.
    pub(crate) mebibytes: u64,
    /// The time that all its threads computed, in seconds: other programs have no say in it.
    pub(crate) processor: f64,
}

impl Cost {
    /// The better of two measurements, each figure by itself.
    pub(crate) fn better(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.min(other.seconds),
            mebibytes: self.mebibytes.min(other.mebibytes),
            processor: self.processor.min(other.processor),
        }
    }
}

/// The cargo that started this program, or the one on the path: the one that built it may be gone.
pub(crate) fn cargo_path() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs `cargo` in the workspace, and gives what it prints; its complaints are shown only when it
/// fails.
pub(crate) fn cargo(arguments: &[&str]) -> Result<String> {
    cargo_in(sources::workspace(), arguments)
}

/// The same in another folder, with the artifacts of the workspace.
pub(crate) fn cargo_in(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(cargo_path())
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", sources::target())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Measures a run of `cargo` in a process of its own, so that no earlier child counts.
pub(crate) fn measure_cargo(arguments: &[&str]) -> Result<Cost> {
    own_cost(&[&["measure", "--", &cargo_path()], arguments].concat())
}

/// Runs a command of this program in a process of its own, which prints what it took.
pub(crate) fn own_cost(arguments: &[&str]) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .args(arguments)
        .current_dir(sources::workspace())
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start the measurement")?;
    ensure!(output.status.success(), "{} failed", arguments.join(" "));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.lines().last().unwrap_or_default().split_whitespace();
    let mut number = || numbers.next().context("the measurement printed nothing");
    Ok(Cost {
        seconds: number()?.parse()?,
        mebibytes: number()?.parse()?,
        processor: number()?.parse()?,
    })
}

/// Runs a command, and prints what it took.
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
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    print_cost(seconds, &usage, processor(&usage))
}

/// Measures work of this process, and prints what it took.
pub(crate) fn measure_work(work: impl FnOnce() -> Result<()>) -> Result<()> {
    let before = processor(&getrusage(UsageWho::RUSAGE_SELF)?);
    let start = Instant::now();
    work()?;
    let seconds = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    print_cost(seconds, &usage, processor(&usage) - before)
}

/// Prints the numbers that [`own_cost`] reads.
fn print_cost(seconds: f64, usage: &Usage, processor: f64) -> Result<()> {
    say!("{seconds:.3} {} {processor:.3}", usage.max_rss() / 1024)
}

fn processor(usage: &Usage) -> f64 {
    let seconds = |time: TimeVal| time.num_microseconds() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
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

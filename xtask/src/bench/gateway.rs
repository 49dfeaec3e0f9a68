//! How many signed calls a second the local gateway answers, and whether its memory stays flat
//! meanwhile: two processes, the gateway and the SDK's load example.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::console::say;
use crate::{process, sources};

/// How many calls go before the first look at the memory, and how many between the looks.
const ROUNDS: [u32; 2] = [20_000, 200_000];

/// What the gateway has to do, in calls a second.
const BUDGET: f64 = 2_500.0;

/// How much its memory may grow over the second round, in mebibytes.
const GROWTH: f64 = 16.0;

pub(crate) fn run() -> Result<()> {
    let bar = process::progress(3);
    bar.set_message("building");
    process::cargo(&["build", "--release", "--package", "alipay-gateway"])?;
    process::cargo(&[
        "build",
        "--release",
        "--package",
        "alipay-sdk",
        "--no-default-features",
        "--features",
        "aws-lc-rs,trade,reqwest",
        "--example",
        "load",
    ])?;
    let target = sources::target();
    let keys = target.join("bench-gateway");
    let gateway = Gateway::start(&target.join("release/alipay-gateway"), &keys)?;
    let (mut rate, mut memory) = (0.0_f64, [0.0; ROUNDS.len()]);
    for (round, calls) in ROUNDS.into_iter().enumerate() {
        bar.inc(1);
        bar.set_message(format!("{calls} calls"));
        rate = rate.max(load(&target.join("release/examples/load"), &keys, calls)?);
        memory[round] = gateway.mebibytes()?;
    }
    bar.finish_and_clear();
    let verdict = if rate >= BUDGET { "ok" } else { "UNDER" };
    say!("signed calls a second     {rate:>6.0}   at least {BUDGET}  {verdict}")?;
    let [before, after] = memory;
    let growth = after - before;
    say!(
        "memory over {} calls  {before:.0} to {after:.0} MiB, growth budget {GROWTH}  {}",
        ROUNDS[1],
        super::verdict(growth, GROWTH)
    )?;
    Ok(())
}

/// A gateway in a process of its own, which ends with this value.
struct Gateway(Child);

impl Gateway {
    fn start(program: &Path, keys: &Path) -> Result<Self> {
        fs::create_dir_all(keys)?;
        let mut child = Command::new(program)
            .args(["--address", "127.0.0.1:0", "--write-keys"])
            .arg(keys)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the gateway")?;
        let output = child.stdout.take().context("the gateway has no output")?;
        let gateway = Self(child);
        let mut lines = BufReader::new(output).lines();
        // Its files are complete before it says how to stop it.
        ensure!(
            lines.any(|line| line.is_ok_and(|line| line.starts_with("Ctrl-C"))),
            "the gateway does not start"
        );
        Ok(gateway)
    }

    /// What it holds in memory now.
    fn mebibytes(&self) -> Result<f64> {
        let status = format!("/proc/{}/status", self.0.id());
        let status = fs::read_to_string(status).context("memory is measured on Linux only")?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = resident.and_then(|line| line.split_whitespace().next());
        let kibibytes: f64 = kibibytes.context("the kernel does not report the memory")?.parse()?;
        Ok(kibibytes / 1024.0)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The calls a second that the example prints.
fn load(program: &Path, keys: &Path, calls: u32) -> Result<f64> {
    let output = Command::new(program)
        .arg(keys.join("config.json"))
        .args([&calls.to_string(), "64"])
        .output()
        .context("cannot start the load")?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "the load failed: {complaint}");
    let rate = printed.rsplit_once(": ").and_then(|(_, rate)| rate.split(' ').next());
    rate.context("the load printed no rate")?.parse().context("the rate is not a number")
}

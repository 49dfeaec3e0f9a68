//! `cargo xtask test`: all tests; the last lines say what was left out, and why.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::console::say;
use crate::process;

/// The default arguments.
const ALL: [&str; 3] = ["--workspace", "--all-features", "--no-fail-fast"];

/// How a test says that it passes without having tested something.
const LEFT_OUT: &str = "left out: ";

#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask test
  cargo xtask test --package alipay-sdk --all-features --test stores")]
pub(crate) struct Args {
    /// Arguments of `cargo test`; the default is `--workspace --all-features --no-fail-fast`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// What the tests said.
#[derive(Default)]
struct Summary {
    passed: u64,
    failed: u64,
    left_out: BTreeSet<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let start = Instant::now();
    let mut cargo = Command::new(process::cargo_path());
    cargo.arg("test").stdout(Stdio::piped()).stderr(Stdio::piped());
    match args.arguments.is_empty() {
        true => cargo.args(ALL),
        false => cargo.args(&args.arguments),
    };
    if std::io::stderr().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    let mut cargo = cargo.spawn().context("cannot start cargo")?;
    let summary = Mutex::new(Summary::default());
    let (stdout, stderr) = (cargo.stdout.take(), cargo.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| pass_on(stdout, std::io::stdout(), &summary));
        pass_on(stderr, std::io::stderr(), &summary);
    });
    let status = cargo.wait().context("cargo did not end")?;
    let summary = summary.into_inner().unwrap_or_else(|broken| broken.into_inner());
    say!(
        "\n{} tests passed, {} failed, {} s",
        summary.passed,
        summary.failed,
        start.elapsed().as_secs()
    )?;
    if !summary.left_out.is_empty() {
        say!("left out:")?;
    } else if status.success() {
        say!("nothing was left out")?;
    }
    for what in &summary.left_out {
        say!("  {what}")?;
    }
    ensure!(status.success(), "cargo test failed");
    Ok(())
}

/// Shows all lines as they come, and reads them. A terminal that is gone stops no test.
fn pass_on(from: Option<impl Read>, mut to: impl Write, summary: &Mutex<Summary>) {
    let lines = from.into_iter().flat_map(|from| BufReader::new(from).split(b'\n'));
    for line in lines.map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let _ = writeln!(to, "{line}");
        if let Ok(mut summary) = summary.lock() {
            summary.read(&line);
        }
    }
}

impl Summary {
    fn read(&mut self, line: &str) {
        if let Some(what) = line.strip_prefix(LEFT_OUT) {
            self.left_out.insert(what.trim_end().to_owned());
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
        } else if let Some((test, why)) =
            line.strip_prefix("test ").and_then(|line| line.split_once(" ... ignored"))
        {
            let why = why.trim_start_matches([',', ' ']);
            let why = if why.is_empty() { "it is ignored" } else { why };
            self.left_out.insert(format!("{test}: {why}"));
        }
    }
}

/// The number in front of a word.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_up_and_what_is_left_out_is_listed_once() {
        let mut summary = Summary::default();
        for line in [
            "running 3 tests",
            "test first ... ok",
            "test pictures ... ignored, writes the pictures of the README",
            "test sdk/src/lib.rs - (line 3) ... ignored",
            "left out: there is no redis-server here",
            "warning: an entry was left out: it is damaged",
            "left out: there is no redis-server here",
            "test result: ok. 1 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            summary.read(line);
        }
        assert_eq!((summary.passed, summary.failed), (13, 3));
        let left_out: Vec<_> = summary.left_out.iter().map(String::as_str).collect();
        assert_eq!(
            left_out,
            [
                "pictures: writes the pictures of the README",
                "sdk/src/lib.rs - (line 3): it is ignored",
                "there is no redis-server here",
            ]
        );
    }
}

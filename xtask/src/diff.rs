//! `cargo xtask diff OLD NEW`: what changed on the surface, from one document or folder to another.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use alipay_codegen::diff::{Diff, Summary, diff};
use alipay_codegen::ir::Ir;
use alipay_codegen::understand;
use anyhow::{Result, anyhow, ensure};
use serde::Serialize;

use crate::console::{self, say};
use crate::{process, sources};

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff openapi.yaml spec                 what spec/ has beyond an official document
  cargo xtask diff spec newer.yaml --json            the same for programs, in the other direction
  cargo xtask diff ../old/spec spec --exit-code      fails when the surface changed
  cargo xtask diff openapi.yaml spec --operation alipay.trade.pay --prose";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The OpenAPI document, or a folder of them, before the changes
    old: PathBuf,
    /// The OpenAPI document, or a folder of them, after the changes
    new: PathBuf,
    /// Print JSON instead of Markdown
    #[arg(long)]
    json: bool,
    /// List the changes of titles and descriptions, too
    #[arg(long)]
    prose: bool,
    /// Compare one operation alone, and the models that it uses
    #[arg(long, value_name = "ID")]
    operation: Option<String>,
    /// Fail when something is listed
    #[arg(long)]
    exit_code: bool,
}

/// The output for programs.
#[derive(Serialize)]
struct Report<'a> {
    summary: &'a Summary,
    #[serde(flatten)]
    diff: &'a Diff,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let start = Instant::now();
    let bar = process::progress(2);
    bar.set_message("reading both sides");
    let (old, new) = read_both(&args.old, &args.new)?;
    bar.inc(1);
    bar.set_message("comparing");
    let mut found = diff(&old, &new);
    if let Some(id) = &args.operation {
        let is_known = [&old, &new].iter().any(|ir| ir.operations().any(|other| other.id == *id));
        ensure!(is_known, "neither side has the operation {id}; ids look like alipay.trade.pay");
        found.only(id);
    }
    let summary = found.summary();
    if !args.prose {
        found.without_prose();
    }
    bar.finish_and_clear();
    let report = Report { summary: &summary, diff: &found };
    let text = if args.json { serde_json::to_string_pretty(&report)? } else { found.markdown() };
    say!("{}", text.trim_end())?;
    console::note(format_args!("{summary}"));
    console::note(format_args!("{:<20} {:>25.2}s", "time", start.elapsed().as_secs_f64()));
    ensure!(!args.exit_code || found.sections.is_empty(), "the surfaces differ");
    Ok(())
}

/// Reads both sides at the same time.
fn read_both(old: &Path, new: &Path) -> Result<(Ir, Ir)> {
    thread::scope(|scope| {
        let was = scope.spawn(|| read(old));
        let is = read(new);
        let was =
            was.join().map_err(|_| anyhow!("the thread that reads {} panicked", old.display()))?;
        Ok((was?, is?))
    })
}

fn read(path: &Path) -> Result<Ir> {
    understand(&sources::read(path)?)
        .map_err(|problems| anyhow!("{} was not understood:\n{problems}", path.display()))
}

//! `cargo xtask diff OLD NEW`: what changed on the surface, from one document or folder to another.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use alipay_codegen::diff::{Diff, Summary, diff};
use alipay_codegen::ir::Ir;
use alipay_codegen::{Source, Sources, understand};
use anyhow::{Context, Result, anyhow, ensure};
use serde::{Deserialize, Serialize};

use crate::{process, sources};

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff openapi.yaml spec                 what spec/ has beside an official document
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

/// What is printed for programs.
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
    print(text.trim_end())?;
    eprintln!("{summary}");
    eprintln!("{:<20} {:>25.2}s", "time", start.elapsed().as_secs_f64());
    ensure!(!args.exit_code || found.sections.is_empty(), "the surfaces differ");
    Ok(())
}

/// A reader that has seen enough is no error.
fn print(text: &str) -> Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Reads both sides at the same time.
fn read_both(old: &Path, new: &Path) -> Result<(Ir, Ir)> {
    let (was, is) = thread::scope(|scope| {
        let was = scope.spawn(|| read(old));
        let is = read(new);
        (was.join(), is)
    });
    let was = was.map_err(|_| anyhow!("the reader of {} stopped", old.display()))?;
    let ((mut was, was_decided), (mut is, is_decided)) = (was?, is?);
    if !was_decided {
        borrow_products(&mut was, &is);
    } else if !is_decided {
        borrow_products(&mut is, &was);
    }
    Ok((was, is))
}

/// Reads one side, and tells whether it has decisions of its own.
fn read(path: &Path) -> Result<(Ir, bool)> {
    let mut sources = sources::read(path)?;
    let is_decided = sources.decisions.is_some();
    if !is_decided {
        sources.decisions = common_error(&sources)?;
    }
    let ir = understand(&sources)
        .map_err(|problems| anyhow!("{} was not understood:\n{problems}", path.display()))?;
    Ok((ir, is_decided))
}

/// The one decision of `spec/` without which no official document is read rightly, where the
/// documents have the schema that it names.
fn common_error(sources: &Sources) -> Result<Option<Source>> {
    #[derive(Deserialize)]
    struct Decisions {
        common_error: String,
    }
    let path = sources::workspace().join("spec/decisions.yaml");
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let Decisions { common_error } = serde_yaml::from_slice(&text)
        .with_context(|| format!("{} does not name `common_error`", path.display()))?;
    let is_named = |source: &Source| {
        source.content.windows(common_error.len()).any(|part| part == common_error.as_bytes())
    };
    let content = format!("common_error: {common_error}\n").into_bytes();
    let decisions = Source { name: "decisions.yaml".to_owned(), content };
    Ok(sources.documents.iter().any(is_named).then_some(decisions))
}

/// No document says to which product a group belongs: without decisions that is no difference.
fn borrow_products(ir: &mut Ir, other: &Ir) {
    for (tag, api) in &mut ir.apis {
        if let Some(same) = other.apis.get(tag) {
            api.product.clone_from(&same.product);
        }
    }
}

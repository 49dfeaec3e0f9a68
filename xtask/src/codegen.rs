//! `cargo xtask codegen`: documents to SDK, or only the differences.

mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use alipay_codegen::ir::Ir;
use alipay_codegen::output::{Plan, Staged};
use alipay_codegen::{Counts, Generated, Sources, generate, packed};
use anyhow::{Result, bail};
use indicatif::ProgressBar;

use crate::console::say;
use crate::{foreign, process, sources};
use report::Report;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                                    spec/ to sdk/
  cargo xtask codegen --check --list                     name every file that differs
  cargo xtask codegen --spec openapi.yaml --out target/newer    another document and folder

No file is left half written if a run is stopped or the disk is full: run it again to finish.")]
pub(crate) struct Args {
    /// Write nothing; count the differences, and fail if there is one
    #[arg(long)]
    check: bool,
    /// Name all files that differ or are written, not only the first ones
    #[arg(long)]
    list: bool,
    /// A folder of documents, or one foreign document: then v2, TOP, decisions and sentences come
    /// from spec/ [default: spec/]
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,
    /// The decisions made by hand [default: decisions.yaml in the folder of documents]
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// What the names of fields mean [default: glossary.yaml in the folder of documents]
    #[arg(long, value_name = "FILE")]
    glossary: Option<PathBuf>,
    /// The crate to write into [default: sdk/]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The surface inside the local gateway.
const EMBEDDED: &str = "tests/gateway/documents.bin";

pub(crate) fn run(args: &Args) -> Result<()> {
    let start = Instant::now();
    let root = sources::workspace();
    let out = args.out.clone().unwrap_or_else(|| root.join("sdk"));
    let bar = process::progress(4);
    let done = work(args, root, &out, &bar);
    bar.finish_and_clear();
    let (generated, report) = done?;
    if !report.is_empty() {
        say!("{}", report.to_string().trim_end())?;
    }
    summary(&generated.counts, generated.files.texts.len(), &report, start)?;
    if args.check && !report.is_empty() {
        bail!(
            "{} or the gateway differs from the documents; run this command without `--check`",
            out.display()
        );
    }
    Ok(())
}

/// Generates, compares, and writes unless it is only a check.
fn work(args: &Args, root: &Path, out: &Path, bar: &ProgressBar) -> Result<(Generated, Report)> {
    let step = |message| {
        bar.set_message(message);
        bar.inc(1);
    };
    step("reading the documents");
    let sources = read(args)?;
    step("generating");
    let generated = match generate(&sources) {
        Ok(generated) => generated,
        Err(problems) => bail!("nothing was written:\n{problems}"),
    };
    if let Some(beside) = &generated.beside {
        bar.suspend(|| say!("{}", foreign::report(beside, &generated.ir).trim_end()))?;
    }
    step("comparing");
    let mut plans = vec![Plan::of_crate(out, &generated.files)?];
    if args.out.is_none() {
        plans.push(embedded(root, &generated.ir)?);
    }
    let report = Report::new(root, &plans, args.check, args.list);
    if !args.check {
        step("writing");
        write(plans)?;
    }
    Ok((generated, report))
}

fn read(args: &Args) -> Result<Sources> {
    let spec = args.spec.clone().unwrap_or_else(sources::own_folder);
    let mut sources = sources::read(&spec)?;
    if let Some(path) = &args.decisions {
        sources.decisions = Some(sources::source(path)?);
    }
    if let Some(path) = &args.glossary {
        sources.glossary = Some(sources::source(path)?);
    }
    Ok(sources)
}

/// What the local gateway has inside: it plays the surface that the SDK is made for.
fn embedded(root: &Path, ir: &Ir) -> Result<Plan> {
    Plan::of_file(root, EMBEDDED, |old| match old {
        Some(old) if packed::is_packed(old, ir) => Ok(None),
        _ => Ok(Some(packed::pack(ir)?)),
    })
}

/// Nothing is put into its place before all of it is on the disk.
fn write(plans: Vec<Plan>) -> Result<()> {
    let staged = plans.into_iter().map(Staged::new).collect::<Result<Vec<_>, _>>()?;
    for plan in staged {
        plan.commit()?;
    }
    Ok(())
}

fn summary(counts: &Counts, files: usize, report: &Report, start: Instant) -> Result<()> {
    say!("documents    {:>7}", counts.documents)?;
    say!("operations   {:>7}  in {} API groups", counts.operations, counts.apis)?;
    say!(
        "models       {:>7}  with {} fields; {} fields and parameters without a description",
        counts.models,
        counts.fields,
        counts.undescribed
    )?;
    say!("error codes  {:>7}", counts.error_codes)?;
    say!("files        {files:>7}  {}", report.totals())?;
    say!("time         {:>6.2}s", start.elapsed().as_secs_f64())
}

//! `cargo xtask codegen`: documents to SDK, or only the differences.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use alipay_codegen::ir::Ir;
use alipay_codegen::output::{self, Change};
use alipay_codegen::{Counts, generate, packed};
use anyhow::{Result, bail};

use crate::{foreign, sources};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; list every difference, and fail if there is one
    #[arg(long)]
    check: bool,
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
    let spec = args.spec.clone().unwrap_or_else(sources::own_folder);
    let out = args.out.clone().unwrap_or_else(|| root.join("sdk"));
    let mut sources = sources::read(&spec)?;
    if let Some(path) = &args.decisions {
        sources.decisions = Some(sources::source(path)?);
    }
    if let Some(path) = &args.glossary {
        sources.glossary = Some(sources::source(path)?);
    }
    let generated = match generate(&sources) {
        Ok(generated) => generated,
        Err(problems) => bail!("nothing was written:\n{problems}"),
    };
    if let Some(beside) = &generated.beside {
        print!("{}", foreign::report(beside, &generated.ir));
    }
    let files = &generated.files;
    let mut changes =
        if args.check { output::compare(&out, files)? } else { output::write(&out, files)? };
    if args.out.is_none() {
        changes.extend(embed(root, &generated.ir, args.check)?);
    }
    for change in &changes {
        if args.check || changes.len() <= 20 || matches!(change, Change::Delete(_)) {
            println!("{}", line(change));
        }
    }
    summary(&generated.counts, files.texts.len(), &changes, args.check, start);
    if args.check && !changes.is_empty() {
        bail!(
            "{} or the gateway is not what the documents say; run the same without `--check`",
            out.display()
        );
    }
    Ok(())
}

/// What the local gateway has inside: it plays the surface that the SDK is made for.
fn embed(root: &Path, ir: &Ir, check: bool) -> Result<Option<Change>> {
    let path = root.join(EMBEDDED);
    let change = match fs::read(&path) {
        Ok(old) if packed::is_packed(&old, ir) => return Ok(None),
        Ok(_) => Change::Update(EMBEDDED.into()),
        Err(_) => Change::Create(EMBEDDED.into()),
    };
    if !check {
        fs::write(&path, packed::pack(ir)?)?;
    }
    Ok(Some(change))
}

fn line(change: &Change) -> String {
    let (what, path) = match change {
        Change::Create(path) => ("missing", path),
        Change::Update(path) => ("differs", path),
        Change::Delete(path) => ("extra", path),
    };
    format!("{what:>8}  {}", path.display())
}

fn summary(counts: &Counts, files: usize, changes: &[Change], check: bool, start: Instant) {
    let deleted = changes.iter().filter(|change| matches!(change, Change::Delete(_))).count();
    let written = changes.len() - deleted;
    let (write, delete) = if check { ("to write", "to delete") } else { ("written", "deleted") };
    println!("documents    {:>7}", counts.documents);
    println!("operations   {:>7}  in {} API groups", counts.operations, counts.apis);
    println!(
        "models       {:>7}  with {} fields; {} fields and parameters without a description",
        counts.models, counts.fields, counts.undescribed
    );
    println!("error codes  {:>7}", counts.error_codes);
    println!("files        {files:>7}  {written} {write}, {deleted} {delete}");
    println!("time         {:>6.2}s", start.elapsed().as_secs_f64());
}

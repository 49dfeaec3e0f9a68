//! `cargo xtask import`: a newer official document into `spec/`.

mod changelog;
mod inventory;
mod write;

use std::path::{Path, PathBuf};
use std::time::Instant;

use alipay_codegen::diff::diff;
use alipay_codegen::{Date, Imported, Source, formatted, import};
use anyhow::{Context, Result, bail, ensure};

use crate::console::say;
use crate::{process, sources};
use write::Edit;

const EXAMPLES: &str = "\
Examples:
  cargo xtask import openapi.yaml --check             show what would change, write nothing
  cargo xtask import openapi.yaml                     update spec/ from the document
  cargo xtask import openapi.yaml --dated 2026-12     for a document that does not say its date
  cargo xtask import openapi.yaml --spec ../copy      try it on a copy of spec/
  cargo xtask import --format                         restore the form of spec/ after an edit

Then read the difference in git, answer the questions, and run `cargo xtask codegen`. A document
that is older than spec/ adds what is missing there, and corrects nothing. A second import of
the same document changes nothing.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The official OpenAPI document, YAML or JSON
    #[arg(value_name = "DOCUMENT", required_unless_present = "format")]
    document: Option<PathBuf>,
    /// Import nothing; rewrite our documents in the form that an import keeps
    #[arg(long, conflicts_with_all = ["document", "dated"])]
    format: bool,
    /// Write nothing; show every change, and fail if there is one
    #[arg(long, visible_alias = "dry-run")]
    check: bool,
    /// The year and month of the document [default: its version]
    #[arg(long, value_name = "YYYY-MM")]
    dated: Option<Date>,
    /// The folder of our documents; with another than spec/ nothing beside it is written
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = sources::workspace();
    let folder = args.spec.clone().unwrap_or_else(|| root.join("spec"));
    ensure!(folder.is_dir(), "{} is not a folder of documents", folder.display());
    match &args.document {
        Some(document) => import_document(args, root, &folder, document),
        None => format(args, root, &folder),
    }
}

/// Rewrites the documents of a folder in the form that an import keeps.
fn format(args: &Args, root: &Path, folder: &Path) -> Result<()> {
    let mut edits = Vec::new();
    for document in sources::read(folder)?.documents {
        match formatted(&document) {
            Ok(Source { name, content }) => edits.extend(Edit::new(folder.join(name), content)?),
            Err(problems) => bail!("nothing was written:\n{problems}"),
        }
    }
    write_all(args, root, &edits)?;
    done(args, folder, &edits)
}

/// Writes, or only lists, what is to change.
fn write_all(args: &Args, root: &Path, edits: &[Edit]) -> Result<()> {
    if !args.check {
        write::write(edits)?;
    }
    for edit in edits {
        say!("{}", edit.line(root, args.check))?;
    }
    let written = if args.check { "files to write" } else { "files written" };
    say!("{written:<20} {:>26}", edits.len())
}

/// Differences are an error only where nobody wrote them.
fn done(args: &Args, folder: &Path, edits: &[Edit]) -> Result<()> {
    let folder = folder.display();
    let is_done = !args.check || edits.is_empty();
    ensure!(is_done, "{folder} would change; run this command without `--check`");
    Ok(())
}

fn import_document(args: &Args, root: &Path, folder: &Path, document: &Path) -> Result<()> {
    let start = Instant::now();
    let bar = process::progress(2);
    bar.set_message("reading the documents");
    let spec = sources::read(folder)?;
    let document = sources::source(document)?;
    bar.inc(1);
    bar.set_message("comparing, and generating to try the result");
    let imported = match import(&spec, &document, args.dated) {
        Ok(imported) => imported,
        Err(problems) => bail!("nothing was written:\n{problems}"),
    };
    bar.finish_and_clear();
    let mut found = diff(&imported.before, &imported.after);
    let summary = found.summary();
    found.without_prose();
    let markdown = found.markdown();
    let own = args.spec.is_none();
    let edits = edits(&imported, folder, own.then_some(root), &markdown)?;
    if args.check {
        say!("{}", markdown.trim_end())?;
    }
    write_all(args, root, &edits)?;
    say!("{summary}")?;
    say!("{:<20} {:>26}", "questions", imported.questions.len())?;
    say!("{:<20} {:>25.2}s", "time", start.elapsed().as_secs_f64())?;
    tell(&imported)?;
    done(args, folder, &edits)
}

/// All files that change: the documents, and what tells of them in the workspace at `root`.
fn edits(
    imported: &Imported,
    folder: &Path,
    root: Option<&Path>,
    markdown: &str,
) -> Result<Vec<Edit>> {
    let mut edits = Vec::new();
    for source in &imported.documents {
        edits.extend(Edit::new(folder.join(&source.name), source.content.clone())?);
    }
    let Some(root) = root else { return Ok(edits) };
    for (file, text) in inventory::files(&imported.after) {
        edits.extend(Edit::new(root.join(inventory::FOLDER).join(file), text.into_bytes())?);
    }
    if !markdown.trim().is_empty() {
        let path = root.join("CHANGELOG.md");
        let old = std::fs::read_to_string(&path).context("CHANGELOG.md cannot be read")?;
        let new = changelog::with_section(&old, imported.date, markdown)?;
        edits.extend(Edit::new(path, new.into_bytes())?);
    }
    Ok(edits)
}

/// What the document is worth, and what could not be decided.
fn tell(imported: &Imported) -> Result<()> {
    match imported.date {
        Some(date) if imported.is_older => say!(
            "The document is of {date}, older than spec/: nothing in spec/ was removed or \
             corrected."
        )?,
        Some(_) => {}
        None => say!(
            "The document has no date, and counts as newer than spec/: if it is older, pass \
             `--dated YYYY-MM`."
        )?,
    }
    for question in &imported.questions {
        say!("? {question}")?;
    }
    Ok(())
}

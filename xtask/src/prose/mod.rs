//! `cargo xtask prose`: whether the prose of the project keeps to `docs/style.md`.
//!
//! The prose is in Markdown, in comments, in string literals, and in the descriptions of `spec/`.
//! Generated files are left out: their sentences come from the documents and the templates.

mod comments;
mod files;
mod findings;
mod literals;
mod markdown;
mod messages;
mod pattern;
mod report;
mod rules;
mod rust;
mod sentence;
#[cfg(test)]
mod tests;
mod texts;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::console::{self, say};
use crate::{process, sources};
use findings::Findings;
use rules::Rules;

/// The page with the rules.
const PAGE: &str = "docs/style.md";

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask prose
  cargo xtask prose sdk/src/error docs
  cargo xtask prose --texts sdk codegen > texts.txt

The table of docs/style.md holds the rules. The exit status is 1 when a sentence breaks one.")]
pub(crate) struct Args {
    /// Files or folders [default: the whole project]
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Print every error and log text, and the other texts of programs, in place of a check
    #[arg(long)]
    texts: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = sources::workspace();
    let files = files::below(root, &args.paths)?;
    if args.texts {
        return print_texts(root, &files);
    }
    let page = fs::read_to_string(root.join(PAGE)).context(PAGE)?;
    let rules = Rules::read(&page).context(PAGE)?;
    let findings = check(root, &files, &rules)?;
    say!("{}", findings.to_string().trim_end())?;
    ensure!(findings.is_clean(), "the prose does not keep to {PAGE}; rewrite these sentences");
    Ok(())
}

fn check(root: &Path, files: &[String], rules: &Rules) -> Result<Findings> {
    let bar = process::progress(files.len() as u64);
    let mut findings = Findings::default();
    for file in files {
        bar.inc(1);
        findings.add(file, &read(root, file)?, rules)?;
    }
    bar.finish_and_clear();
    Ok(findings)
}

fn print_texts(root: &Path, files: &[String]) -> Result<()> {
    let (mut texts, mut holders) = (0, 0);
    for file in files.iter().filter(|file| messages::may_hold(file)) {
        let messages = messages::of(&read(root, file)?).with_context(|| file.clone())?;
        texts += messages.len();
        holders += usize::from(!messages.is_empty());
        for message in messages {
            say!("{file}:{message}")?;
        }
    }
    console::note(format_args!("{texts} texts in {holders} files"));
    Ok(())
}

fn read(root: &Path, file: &str) -> Result<String> {
    fs::read_to_string(root.join(file)).with_context(|| format!("{file} cannot be read"))
}

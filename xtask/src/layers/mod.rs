//! `cargo xtask layers`: whether imports go one way, from the upper floors to the lower ones.
//!
//! An arrow goes from the file that uses an item to the file that defines it, through re-exports. A
//! file that only declares and re-exports draws none; tests draw none; generated code is one
//! module.

mod check;
mod graph;
mod module;
mod resolve;
mod scan;
mod table;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::console::say;
use crate::sources;
use check::Findings;
use module::Sources;
use table::Table;

/// The crates that are held against the table, by their folders.
const CRATES: [&str; 5] = ["cli", "codegen", "sdk", "sdk/core", "tests/gateway"];

#[derive(clap::Args)]
#[command(after_help = "\
Example: cargo xtask layers sdk/core
  sdk/core: 135 files, 259 imports, 8 floors, 0 circles, 0 upward imports

A module may import from lower floors only. ARCHITECTURE.md lists the floors.")]
pub(crate) struct Args {
    /// The folder of a crate [default: all five crates that have floors]
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = sources::workspace();
    let page = fs::read_to_string(root.join("ARCHITECTURE.md"))
        .context("ARCHITECTURE.md cannot be read")?;
    let table = Table::read(&page).context("ARCHITECTURE.md")?;
    let chosen: Vec<_> = args.crates.iter().map(|name| name.trim_end_matches('/')).collect();
    let chosen = if chosen.is_empty() { CRATES.to_vec() } else { chosen };
    let mut wrong = Vec::new();
    for name in chosen {
        let floors = table.floors(name).context("ARCHITECTURE.md")?;
        let sources = read(&root.join(name).join("src"))?;
        let findings =
            Findings::collect(name, &sources, floors).with_context(|| name.to_owned())?;
        say!("{}", findings.to_string().trim_end())?;
        if !findings.is_clean() {
            wrong.push(name);
        }
    }
    ensure!(wrong.is_empty(), "imports form circles or lead upward in {}", wrong.join(", "));
    Ok(())
}

/// Reads all Rust files of a folder.
fn read(folder: &Path) -> Result<Sources> {
    let mut sources = Sources::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let entries =
            fs::read_dir(&next).with_context(|| format!("{} cannot be read", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                sources.insert(name.replace('\\', "/"), text);
            }
        }
    }
    Ok(sources)
}

//! The files with prose.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Folders of other programs, and files that were made by one.
const LEFT_OUT: [&str; 8] = [
    ".git",
    ".codegen-staging",
    "artifacts",
    "corpus",
    "generated",
    "node_modules",
    "operations",
    "target",
];

/// Its sentences are broken on purpose.
const TESTS: &str = "xtask/src/prose/tests.rs";

/// The endings of the files that hold prose.
const ENDINGS: [&str; 5] = ["md", "rs", "toml", "yaml", "yml"];

/// Files without such an ending.
const NAMES: [&str; 2] = [".ci/run", "tests/gateway/Dockerfile"];

/// All files below these paths, or below the root, by their path from the root.
pub(super) fn below(root: &Path, paths: &[String]) -> Result<Vec<String>> {
    let mut open: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
    if open.is_empty() {
        open.push(root.to_owned());
    }
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(children(&path)?);
            continue;
        }
        ensure!(path.exists(), "{} does not exist; pass a path from the root", path.display());
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let name = name.replace('\\', "/");
        if holds_prose(&name) {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// The files and folders in a folder. Links lead to files that are read in their own place.
fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let mut children = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name();
        let is_left_out = LEFT_OUT.iter().any(|left_out| name == *left_out);
        if !is_left_out && !entry.file_type().with_context(unreadable)?.is_symlink() {
            children.push(entry.path());
        }
    }
    Ok(children)
}

fn holds_prose(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (ENDINGS.contains(&ending) || NAMES.contains(&name)) && name != TESTS
}

//! The documents on disk: a folder of them, or one.

use std::fs;
use std::path::Path;

use alipay_codegen::Source;
use anyhow::{Context, Result, ensure};

/// The decisions' file in a folder of documents.
const DECISIONS: &str = "decisions.yaml";

/// The documents, and the decisions made by hand.
pub(crate) struct Sources {
    pub(crate) documents: Vec<Source>,
    pub(crate) decisions: Option<Source>,
}

/// The folder of the workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Reads a document, or all documents of a folder with the decisions beside them.
pub(crate) fn read(spec: &Path, decisions: Option<&Path>) -> Result<Sources> {
    let mut paths = Vec::new();
    let mut beside = None;
    if spec.is_dir() {
        for entry in
            fs::read_dir(spec).with_context(|| format!("cannot read {}", spec.display()))?
        {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name == DECISIONS) {
                beside = Some(path);
            } else if is_document(&path) {
                paths.push(path);
            } else {
                let prose = path.extension().is_some_and(|ending| ending == "md");
                ensure!(prose, "{} is neither a document nor the decisions", path.display());
            }
        }
        paths.sort();
        ensure!(!paths.is_empty(), "{} holds no .yaml, .yml or .json file", spec.display());
    } else {
        paths.push(spec.to_owned());
    }
    let decisions = decisions.map(Path::to_owned).or(beside);
    Ok(Sources {
        documents: paths.iter().map(|path| source(path)).collect::<Result<_>>()?,
        decisions: decisions.as_ref().map(|path| source(path)).transpose()?,
    })
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    path.is_file() && matches!(ending.as_str(), "yaml" | "yml" | "json")
}

fn source(path: &Path) -> Result<Source> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Source { name, content })
}

//! The documents on disk: a folder of them, or one.

use std::fs;
use std::path::{Path, PathBuf};

use alipay_codegen::{Source, Sources};
use anyhow::{Context, Result, ensure};

/// The folder of the workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), |folder| workspace().join(folder))
}

/// The folder of our own documents.
pub(crate) fn own_folder() -> PathBuf {
    workspace().join("spec")
}

/// Reads all documents of a folder with the decisions and the glossary beside them; or a foreign
/// document beside all of our own. Reads the manifest of the SDK, too.
pub(crate) fn read(spec: &Path) -> Result<Sources> {
    let mut sources = if spec.is_dir() { folder(spec)? } else { foreign(spec)? };
    sources.manifest = Some(source(&workspace().join("sdk/Cargo.toml"))?);
    Ok(sources)
}

/// Everything that is not in the document comes from our own: other protocols, decisions,
/// sentences.
fn foreign(spec: &Path) -> Result<Sources> {
    let mut document = source(spec)?;
    let own = folder(&own_folder())?;
    if own.documents.iter().any(|one| one.name == document.name) {
        document.name.insert_str(0, "foreign-");
    }
    Ok(Sources { documents: vec![document], own: own.documents, ..own })
}

fn folder(spec: &Path) -> Result<Sources> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(spec).with_context(|| format!("cannot read {}", spec.display()))? {
        let path = entry?.path();
        if is_document(&path) {
            paths.push(path);
        } else {
            let prose = path.extension().is_some_and(|ending| ending == "md");
            ensure!(prose, "{} is not a document", path.display());
        }
    }
    paths.sort();
    ensure!(!paths.is_empty(), "{} holds no .yaml, .yml or .json file", spec.display());
    let files = paths.iter().map(|path| source(path)).collect::<Result<Vec<_>>>()?;
    Ok(Sources::new(files))
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    path.is_file() && matches!(ending.as_str(), "yaml" | "yml" | "json")
}

/// Reads one file.
pub(crate) fn source(path: &Path) -> Result<Source> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Source { name, content })
}

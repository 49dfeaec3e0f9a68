//! The changes on the disk, and the new content of the files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{list, read, refuse_links};
use super::error::Error;
use super::manifest::between_markers;
use crate::emit::{Files, MARK, PAGE_FOLDER, SOURCE_FOLDER};

/// How a file on disk differs from the generated one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is missing.
    Create(PathBuf),
    /// It holds another text.
    Update(PathBuf),
    /// It is not generated any more.
    Delete(PathBuf),
}

impl Change {
    /// The path below the root.
    pub fn path(&self) -> &Path {
        match self {
            Self::Create(path) | Self::Update(path) | Self::Delete(path) => path,
        }
    }
}

/// The changes below a root, with what each file will hold; nothing of it is done.
#[derive(Debug)]
pub struct Plan {
    root: PathBuf,
    /// The folders that only generated files may be in.
    folders: &'static [&'static str],
    steps: Vec<(Change, Vec<u8>)>,
}

const FOLDERS: [&str; 2] = [SOURCE_FOLDER, PAGE_FOLDER];
const MANIFEST: &str = "Cargo.toml";

impl Plan {
    /// What makes the crate at `root` hold the generated files.
    ///
    /// # Errors
    /// When a file cannot be read or is not ours, or the manifest has no place for the features.
    pub fn of_crate(root: &Path, files: &Files) -> Result<Self, Error> {
        let mut steps = Vec::new();
        for folder in FOLDERS {
            refuse_links(root, Path::new(folder))?;
            let stale = stale(root, folder, files)?.into_iter();
            steps.extend(stale.map(|path| (Change::Delete(path), Vec::new())));
        }
        for (path, text) in &files.texts {
            steps.extend(step(root, path, text.as_bytes())?);
        }
        refuse_links(root, Path::new(MANIFEST))?;
        // A crate without a manifest is given none.
        if let Some(found) = read(&root.join(MANIFEST))? {
            let found = String::from_utf8_lossy(&found);
            let text = between_markers(&found, &files.features)
                .ok_or_else(|| Error::Markers { path: root.join(MANIFEST) })?;
            steps.extend(step(root, MANIFEST, text.as_bytes())?);
        }
        steps.sort();
        Ok(Self { root: root.to_owned(), folders: &FOLDERS, steps })
    }

    /// What makes one file right: `renew` sees what it holds, and gives what it has to hold, or
    /// nothing when it is right.
    ///
    /// # Errors
    /// When the file cannot be read or is a link, and those of `renew`.
    pub fn of_file<E: From<Error>>(
        root: &Path,
        path: &str,
        renew: impl FnOnce(Option<&[u8]>) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Self, E> {
        refuse_links(root, Path::new(path))?;
        let found = read(&root.join(path))?;
        let change = if found.is_some() { Change::Update } else { Change::Create };
        let step = renew(found.as_deref())?.map(|content| (change(path.into()), content));
        Ok(Self { root: root.to_owned(), folders: &[], steps: step.into_iter().collect() })
    }

    /// The changes: what is missing, then what differs, then what is extra.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.steps.iter().map(|(change, _)| change)
    }

    /// The folder that all paths are below.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders below the root that are empty when nothing is generated.
    pub(super) fn folders(&self) -> &'static [&'static str] {
        self.folders
    }

    /// The files to write, with what they will hold.
    pub(super) fn writes(&self) -> impl Iterator<Item = (PathBuf, &[u8])> {
        self.steps
            .iter()
            .filter(|(change, _)| !matches!(change, Change::Delete(_)))
            .map(|(change, content)| (self.root.join(change.path()), content.as_slice()))
    }

    /// The files to delete.
    pub(super) fn deletions(&self) -> impl Iterator<Item = PathBuf> {
        self.changes()
            .filter(|change| matches!(change, Change::Delete(_)))
            .map(|change| self.root.join(change.path()))
    }
}

/// The step that makes a file hold this, unless it does.
fn step(root: &Path, path: &str, content: &[u8]) -> Result<Option<(Change, Vec<u8>)>, Error> {
    let change = match read(&root.join(path))? {
        Some(found) if found == content => return Ok(None),
        Some(_) => Change::Update(path.into()),
        None => Change::Create(path.into()),
    };
    Ok(Some((change, content.to_owned())))
}

/// The generated files of a folder that are not generated any more. Nothing else may lie there.
fn stale(root: &Path, folder: &str, files: &Files) -> Result<BTreeSet<PathBuf>, Error> {
    let mut found = list(root, Path::new(folder))?;
    found.retain(|path| !files.texts.contains_key(&slashed(path)));
    for path in &found {
        let path = root.join(path);
        let content = read(&path)?.unwrap_or_default();
        if !is_generated(&content) && !is_abandoned(&path, &content) {
            return Err(Error::Foreign { path });
        }
    }
    Ok(found)
}

fn is_generated(content: &[u8]) -> bool {
    content.windows(MARK.len()).take(MARK.len()).any(|start| start == MARK.as_bytes())
}

/// Whether a run that wrote beside its files, as runs once did, was killed before the first byte.
fn is_abandoned(path: &Path, content: &[u8]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    content.is_empty() && name.len() == ".tmp123456".len() && name.starts_with(".tmp")
}

/// A path as the generator writes it, on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

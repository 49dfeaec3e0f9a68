//! Files to disk: only what changed is written, each file at once or not at all; what is no
//! longer generated is deleted, and only inside the generated folders.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::emit::{Files, MARK, PAGE_FOLDER, SOURCE_FOLDER};
use crate::markers::{BEGIN, END};

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
    /// The path below the crate.
    pub fn path(&self) -> &Path {
        match self {
            Self::Create(path) | Self::Update(path) | Self::Delete(path) => path,
        }
    }
}

/// What stands in the way of reading or writing a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A link could lead writing or deleting out of the crate.
    #[error("{path}: a link in a generated folder; replace it by what it points to", path = path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Something that was not generated lies where only generated files may be.
    #[error("{path}: not generated, and in the way; move it elsewhere", path = path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The manifest does not say where its generated features go.
    #[error("{path}: the lines `{BEGIN}` and `{END}` are missing or twisted", path = path.display())]
    Markers {
        /// The manifest.
        path: PathBuf,
    },
}

const MANIFEST: &str = "Cargo.toml";

/// The differences between the crate at `root` and the generated files; nothing is written.
///
/// # Errors
/// When a file cannot be read, or the manifest has no place for the features.
pub fn compare(root: &Path, files: &Files) -> Result<Vec<Change>, Error> {
    Ok(plan(root, files)?.into_iter().map(|(change, _)| change).collect())
}

/// Makes the crate at `root` hold the generated files, and says what changed.
///
/// # Errors
/// When a file cannot be read or written, or the manifest has no place for the features.
pub fn write(root: &Path, files: &Files) -> Result<Vec<Change>, Error> {
    let plan = plan(root, files)?;
    for (change, text) in &plan {
        let path = root.join(change.path());
        match change {
            Change::Create(_) | Change::Update(_) => replace(&path, text),
            Change::Delete(_) => remove(root, &path),
        }
        .map_err(|source| Error::Io { path, source })?;
    }
    Ok(plan.into_iter().map(|(change, _)| change).collect())
}

/// The differences, with the text that each file should hold.
fn plan(root: &Path, files: &Files) -> Result<Vec<(Change, String)>, Error> {
    let mut plan = Vec::new();
    for (path, text) in &files.texts {
        let path = PathBuf::from(path);
        match read(&root.join(&path))? {
            Some(found) if found == text.as_bytes() => {}
            Some(_) => plan.push((Change::Update(path), text.clone())),
            None => plan.push((Change::Create(path), text.clone())),
        }
    }
    for folder in [SOURCE_FOLDER, PAGE_FOLDER] {
        plan.extend(
            stale(root, folder, files)?
                .into_iter()
                .map(|path| (Change::Delete(path), String::new())),
        );
    }
    plan.extend(manifest(root, &files.features)?);
    plan.sort();
    Ok(plan)
}

/// The generated files of a folder that are not generated any more. Nothing else may lie there.
fn stale(root: &Path, folder: &str, files: &Files) -> Result<Vec<PathBuf>, Error> {
    let mut found = BTreeSet::new();
    let mut way = PathBuf::new();
    for part in Path::new(folder) {
        way.push(part);
        refuse_link(&root.join(&way))?;
    }
    list(root, Path::new(folder), &mut found)?;
    found.retain(|path| !files.texts.contains_key(&slashed(path)));
    let mut stale = Vec::new();
    for path in found {
        let text = read(&root.join(&path))?.unwrap_or_default();
        if !text.windows(MARK.len()).take(MARK.len()).any(|start| start == MARK.as_bytes()) {
            return Err(Error::Foreign { path: root.join(path) });
        }
        stale.push(path);
    }
    Ok(stale)
}

fn refuse_link(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(Error::Link { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// The change of the manifest; without a manifest there is none.
fn manifest(root: &Path, features: &str) -> Result<Option<(Change, String)>, Error> {
    let path = root.join(MANIFEST);
    let Some(found) = read(&path)? else {
        return Ok(None);
    };
    let found = String::from_utf8_lossy(&found).into_owned();
    let text = between_markers(&found, features).ok_or(Error::Markers { path })?;
    Ok((text != found).then(|| (Change::Update(MANIFEST.into()), text)))
}

/// The text with other lines between its markers, which are lines of their own. Lines end as they
/// do in the text.
fn between_markers(text: &str, lines: &str) -> Option<String> {
    let (mut begin, mut end, mut offset) = (None, None, 0);
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        match line.trim() {
            BEGIN if begin.is_none() => begin = Some(offset),
            END if begin.is_some() && end.is_none() => end = Some(start),
            BEGIN | END => return None,
            _ => {}
        }
    }
    let (before, after) = (text.get(..begin?)?, text.get(end?..)?);
    let windows = before.ends_with("\r\n");
    let lines = if windows { lines.replace('\n', "\r\n") } else { lines.to_owned() };
    Some(format!("{before}{lines}{after}"))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: path.to_owned(), source }),
    }
}

/// Collects the files below a folder, by path below `root`; a link is an error.
fn list(root: &Path, folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    let path = root.join(folder);
    let failed = |source| Error::Io { path: path.clone(), source };
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let below = folder.join(entry.file_name());
        refuse_link(&entry.path())?;
        if entry.file_type().map_err(failed)?.is_dir() {
            list(root, &below, found)?;
        } else {
            found.insert(below);
        }
    }
    Ok(())
}

/// A path as the generator writes it, on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Writes beside the file, then puts it in the file's place.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut options = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As for any new file; a temporary one would be for its owner alone.
        use std::os::unix::fs::PermissionsExt;
        options.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = options.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// Deletes a file, and the folders that are empty then.
fn remove(root: &Path, path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    let mut folder = path.parent();
    while let Some(path) = folder {
        if path == root || fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
    Ok(())
}

#[cfg(test)]
mod tests;

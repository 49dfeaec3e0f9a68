//! Files that change together: each is written whole, and none before all can be.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::{Builder, NamedTempFile};

/// A file, and what it is to hold.
pub(super) struct Edit {
    path: PathBuf,
    text: Vec<u8>,
    is_new: bool,
}

impl Edit {
    /// The change of a file, unless it holds this text.
    pub(super) fn new(path: PathBuf, text: Vec<u8>) -> Result<Option<Self>> {
        match fs::read(&path) {
            Ok(old) if old == text => Ok(None),
            Ok(_) => Ok(Some(Self { path, text, is_new: false })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Some(Self { path, text, is_new: true }))
            }
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// What happens to the file, in a line.
    pub(super) fn line(&self, root: &Path, check: bool) -> String {
        let what = match (check, self.is_new) {
            (true, true) => "missing",
            (true, false) => "differs",
            (false, true) => "new",
            (false, false) => "changed",
        };
        let path = self.path.strip_prefix(root).unwrap_or(&self.path);
        format!("{what:>8}  {}", path.display())
    }
}

/// A temporary file that anyone may read later, as the one that it replaces.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let readable = fs::Permissions::from_mode(0o644);
    Builder::new().permissions(readable).tempfile_in(folder)
}

/// Writes all files beside their places, then puts them there.
pub(super) fn write(edits: &[Edit]) -> Result<()> {
    let mut ready = Vec::new();
    for Edit { path, text, .. } in edits {
        let folder = path.parent().unwrap_or(Path::new("."));
        let written = beside(folder).and_then(|mut file| {
            file.write_all(text)?;
            Ok(file)
        });
        let file = written.with_context(|| format!("cannot write beside {}", path.display()))?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

//! Files and folders below a root, without following a link.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;

/// What a file holds, if there is one.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: path.to_owned(), source }),
    }
}

/// Refuses a link anywhere on the way from the root to a file or folder.
pub(super) fn refuse_links(root: &Path, path: &Path) -> Result<(), Error> {
    let mut way = root.to_owned();
    for part in path {
        way.push(part);
        if fs::symlink_metadata(&way).is_ok_and(|about| about.is_symlink()) {
            return Err(Error::Link { path: way });
        }
    }
    Ok(())
}

/// The files below a folder, by path below `root`; a link is an error, and so is a device.
pub(super) fn list(root: &Path, folder: &Path) -> Result<BTreeSet<PathBuf>, Error> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let path = root.join(&folder);
        let failed = |source| Error::Io { path: path.clone(), source };
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let (path, below) = (entry.path(), folder.join(entry.file_name()));
            match entry.file_type().map_err(failed)? {
                kind if kind.is_symlink() => return Err(Error::Link { path }),
                kind if kind.is_dir() => open.push(below),
                kind if kind.is_file() => {
                    found.insert(below);
                }
                _ => return Err(Error::Foreign { path }),
            }
        }
    }
    Ok(found)
}

/// Deletes the folders that hold nothing: this one, those in it, and those around it below the
/// root.
pub(super) fn prune(root: &Path, folder: &Path) {
    prune_inside(&root.join(folder));
    let around = folder.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
    for path in around {
        if fs::remove_dir(root.join(path)).is_err() {
            break;
        }
    }
}

fn prune_inside(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            prune_inside(&entry.path());
        }
    }
    // The system refuses it unless the folder is empty.
    let _ = fs::remove_dir(folder);
}

//! Changed files on their way: first all of them into a folder beside their places, then each into
//! its place by a rename, which takes no space and is done or not.
//!
//! So the disk can be full in the first part alone, where nothing has changed yet. A run that is
//! killed in the second part leaves old and new files, each of them whole, and the next run finds
//! the differences as ever.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::prune;
use super::error::Error;
use super::plan::Plan;

/// The folder below the root that holds the changed files until all of them are there.
pub const STAGING_FOLDER: &str = ".codegen-staging";

/// What the files in that folder are called behind their number.
const ENDING: &str = ".staged";

/// A plan whose new files are on the disk, all of them, and not yet in their places. Without
/// [`Staged::commit`] they are removed again.
#[derive(Debug)]
pub struct Staged {
    plan: Plan,
    /// Keeps other runs away, until this one ends in whatever way.
    _lock: Option<File>,
}

impl Staged {
    /// Writes the new files into the staging folder, after what a killed run has left there is
    /// removed.
    ///
    /// # Errors
    /// When they cannot be written, for instance because the disk is full: no file was changed
    /// then. When another run writes below the same root, or the staging folder holds anything that
    /// no run has put there.
    pub fn new(plan: Plan) -> Result<Self, Error> {
        let root = plan.root();
        fs::create_dir_all(root).map_err(|source| Error::Stage { path: root.into(), source })?;
        let lock = lock(root)?;
        clear(&root.join(STAGING_FOLDER))?;
        // From here on its end cleans up.
        let staged = Self { plan, _lock: lock };
        for (number, (path, content)) in staged.plan.writes().enumerate() {
            staged.put(number, &path, content).map_err(|source| Error::Stage { path, source })?;
        }
        Ok(staged)
    }

    /// Writes a file into the staging folder, and makes the folder of its place.
    fn put(&self, number: usize, path: &Path, content: &[u8]) -> io::Result<()> {
        if number == 0 {
            fs::create_dir(self.folder())?;
        }
        fs::write(self.staged(number), content)?;
        path.parent().map_or(Ok(()), fs::create_dir_all)
    }

    /// Puts the new files in their places, and deletes what is stale.
    ///
    /// # Errors
    /// When the system refuses: some files may have changed, and the next run changes the others.
    pub fn commit(self) -> Result<(), Error> {
        for (number, (path, _)) in self.plan.writes().enumerate() {
            fs::rename(self.staged(number), &path)
                .map_err(|source| Error::Commit { path, source })?;
        }
        for path in self.plan.deletions() {
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Commit { path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.plan.root().join(STAGING_FOLDER)
    }

    fn staged(&self, number: usize) -> PathBuf {
        self.folder().join(format!("{number}{ENDING}"))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What stays is removed by the next run.
        let _ = clear(&self.folder());
        for folder in self.plan.folders() {
            prune(self.plan.root(), Path::new(folder));
        }
    }
}

/// Keeps other runs from writing below the same root: they would take this one's files for those
/// of a killed run. A lock ends with its process. Where no folder can be locked, none is.
fn lock(root: &Path) -> Result<Option<File>, Error> {
    let Ok(folder) = File::open(root) else {
        return Ok(None);
    };
    match folder.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Busy { path: root.to_owned() }),
        _ => Ok(Some(folder)),
    }
}

/// Removes a staging folder, when all in it was put there by a run.
fn clear(folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::Io { path: folder.to_owned(), source };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(about) if about.is_dir() => {}
        Ok(_) => return Err(Error::Foreign { path: folder.to_owned() }),
    }
    let mut staged = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        if !is_file || !is_staged(&entry.file_name().to_string_lossy()) {
            return Err(Error::Foreign { path: entry.path() });
        }
        staged.push(entry.path());
    }
    staged.iter().try_for_each(fs::remove_file).map_err(failed)?;
    fs::remove_dir(folder).map_err(failed)
}

fn is_staged(name: &str) -> bool {
    let number = name.strip_suffix(ENDING).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
}

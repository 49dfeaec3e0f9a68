//! Writes the files that changed, and deletes generated files that the documents no longer give.
//! Nothing outside of the generated folders is deleted.
//!
//! A [`Plan`] compares. [`Staged`] holds the changed files in a folder of its own, and then puts
//! them in their places: a full disk leaves the files as they were. What a killed run leaves, the
//! next run mends.

mod disk;
mod error;
mod manifest;
mod plan;
mod staged;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::emit::Files;

pub use error::Error;
pub use plan::{Change, Plan};
pub use staged::{STAGING_FOLDER, Staged};

/// The differences between the crate at `root` and the generated files; nothing is written.
///
/// # Errors
/// When a file cannot be read, or the manifest has no place for the features.
pub fn compare(root: &Path, files: &Files) -> Result<Vec<Change>, Error> {
    Ok(Plan::of_crate(root, files)?.changes().cloned().collect())
}

/// Makes the crate at `root` hold the generated files, and says what changed.
///
/// # Errors
/// When a file cannot be read or written, or the manifest has no place for the features.
pub fn write(root: &Path, files: &Files) -> Result<Vec<Change>, Error> {
    let plan = Plan::of_crate(root, files)?;
    let changes = plan.changes().cloned().collect();
    Staged::new(plan)?.commit()?;
    Ok(changes)
}

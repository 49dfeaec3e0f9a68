//! Files and folders where users are not told by a number: the rights of the folder around them
//! hold.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use crate::store::StoreError;

pub(super) fn builder() -> DirBuilder {
    DirBuilder::new()
}

pub(super) fn check_folder(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Opens or makes a file; none when there is none.
pub(super) fn open(options: &mut OpenOptions, path: &Path) -> Result<Option<File>, StoreError> {
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some).map_err(StoreError::unavailable),
    }
}

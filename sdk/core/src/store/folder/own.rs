//! Files and folders that are this user's alone.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::process::geteuid;

use crate::store::{StoreError, StoreErrorKind};

/// What others may do, by the mode of a file.
const OTHERS: u32 = 0o077;
/// What others may change, by the mode of a file.
const OTHERS_WRITE: u32 = 0o022;

/// Makes folders that no other user may enter.
pub(super) fn builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// A folder of this user that no other may enter.
pub(super) fn check_folder(path: &Path) -> Result<(), StoreError> {
    // Of a link: what it is itself.
    let found = fs::symlink_metadata(path).map_err(StoreError::unavailable)?;
    if !found.is_dir() {
        return Err(untrusted(path, "is a link, or not a folder: pass the folder itself"));
    }
    check_owner(path, &found)?;
    if found.mode() & OTHERS != 0 {
        let problem = "is open to other users: check its content, then run `chmod 700`";
        return Err(untrusted(path, problem));
    }
    Ok(())
}

/// Opens a file of this user, or makes it for this user alone; none when there is none.
pub(super) fn open(options: &mut OpenOptions, path: &Path) -> Result<Option<File>, StoreError> {
    // A pipe does not keep anybody waiting.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let opened = options.mode(0o600).custom_flags(flags.cast_signed()).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) if path.is_symlink() => {
            return Err(untrusted(path, "is a link: put the file itself in its place"));
        }
        Err(error) => return Err(StoreError::unavailable(error)),
    };
    let found = file.metadata().map_err(StoreError::unavailable)?;
    if !found.is_file() {
        return Err(untrusted(path, "is not a file"));
    }
    check_owner(path, &found)?;
    if found.mode() & OTHERS_WRITE != 0 {
        return Err(untrusted(
            path,
            "can be changed by other users: check its content, then run `chmod 600`",
        ));
    }
    if found.nlink() > 1 {
        return Err(untrusted(path, "has a second name (a hard link): remove the other name"));
    }
    Ok(Some(file))
}

fn check_owner(path: &Path, found: &Metadata) -> Result<(), StoreError> {
    let own = geteuid().as_raw();
    if found.uid() == own {
        return Ok(());
    }
    let problem = format!("belongs to user {}, and this process runs as {own}", found.uid());
    Err(untrusted(path, &problem))
}

fn untrusted(path: &Path, problem: &str) -> StoreError {
    let reason = format!("{} {problem}", path.display());
    StoreError::new(StoreErrorKind::Untrusted, reason)
}

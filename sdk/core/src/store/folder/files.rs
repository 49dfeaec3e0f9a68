//! The files of a store: one per entry, replaced whole, changed under a lock.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::format::{decode, encode, is_file_name};
use super::own;
use crate::store::entry::Entry;
use crate::store::{StoreError, StoreErrorKind};

/// The subfolder that the store has for itself.
const OWN: &str = "alipay-work";
/// The folder of work that was started.
pub(super) const OPEN: &str = "open";
/// Where its file is moved once it is finished, so that nobody has to look at it to find the rest.
pub(super) const FINISHED: &str = "finished";

/// How long to wait for the lock, by default.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest pause between two tries to get it.
const PAUSE: Duration = Duration::from_millis(5);

/// The files of a store.
#[derive(Clone)]
pub(super) struct Files {
    pub(super) folder: PathBuf,
    /// How long to wait for the lock.
    pub(super) patience: Duration,
}

impl Files {
    /// Those in this folder, which is made if there is none.
    pub(super) fn open(around: &Path) -> Result<Self, StoreError> {
        own::builder().recursive(true).create(around).map_err(StoreError::unavailable)?;
        let folder = around.join(OWN);
        for path in [folder.clone(), folder.join(OPEN), folder.join(FINISHED)] {
            match own::builder().create(&path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(StoreError::unavailable(error));
                }
                _ => own::check_folder(&path)?,
            }
        }
        Ok(Self { folder, patience: PATIENCE })
    }

    /// Waits until nobody else has the lock, for a while. It is given back when the file is closed,
    /// however the process ends.
    pub(super) fn lock(&self) -> Result<File, StoreError> {
        own::check_folder(&self.folder)?;
        let path = self.folder.join("lock");
        let file = own::open(File::options().create(true).truncate(false).write(true), &path)?;
        let file = file.ok_or_else(|| gone(&path))?;
        let (start, mut pause) = (Instant::now(), Duration::from_millis(1));
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(StoreError::unavailable(error)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= self.patience => {
                    let path = path.display();
                    let reason = format!(
                        "{path}: other processes have held the lock for {:?}; try again later",
                        self.patience
                    );
                    return Err(StoreError::unavailable(reason));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(pause),
            }
            pause = PAUSE.min(pause * 2);
        }
    }

    /// The names of entries. Other files, which people and programs leave in folders, are none.
    pub(super) fn names(&self, part: &str) -> Result<Vec<String>, StoreError> {
        let files = fs::read_dir(self.folder.join(part)).map_err(StoreError::unavailable)?;
        let name = |file: io::Result<fs::DirEntry>| Ok(file?.file_name().into_string().ok());
        let names: io::Result<Vec<_>> = files.map(name).collect();
        let names = names.map_err(StoreError::unavailable)?.into_iter().flatten();
        Ok(names.filter(|name| is_file_name(name)).collect())
    }

    /// An entry on which the others do not depend: a damaged or foreign one is left out, with a
    /// warning.
    pub(super) fn read_among_others(&self, name: &str) -> Result<Option<Entry>, StoreError> {
        match self.read(name) {
            Err(error)
                if matches!(error.kind(), StoreErrorKind::Corrupt | StoreErrorKind::Untrusted) =>
            {
                error.warn_left_out();
                Ok(None)
            }
            read => read,
        }
    }

    pub(super) fn read(&self, name: &str) -> Result<Option<Entry>, StoreError> {
        for part in [FINISHED, OPEN] {
            let path = self.path(part, name);
            if let Some(mut file) = own::open(File::options().read(true), &path)? {
                let mut text = Vec::new();
                file.read_to_end(&mut text).map_err(StoreError::unavailable)?;
                return decode(&text).map(Some).ok_or_else(|| corrupt(&path));
            }
        }
        Ok(None)
    }

    pub(super) fn write(&self, name: &str, entry: &Entry) -> Result<(), StoreError> {
        let new = self.folder.join("new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(StoreError::unavailable(error));
            }
            // A process that died may have left one.
            _ => {}
        }
        let file = own::open(File::options().create_new(true).write(true), &new)?;
        let mut file = file.ok_or_else(|| gone(&new))?;
        let written = file.write_all(encode(entry).as_bytes()).and_then(|()| file.sync_all());
        let renamed = written.and_then(|()| self.rename(&new, OPEN, name));
        let moved = renamed.and_then(|()| match entry.finished {
            Some(_) => self.rename(&self.path(OPEN, name), FINISHED, name),
            None => Ok(()),
        });
        moved.map_err(StoreError::unavailable)
    }

    pub(super) fn remove(&self, part: &str, name: &str) -> Result<(), StoreError> {
        fs::remove_file(self.path(part, name)).map_err(StoreError::unavailable)
    }

    /// Makes a file the one of this name, for good.
    fn rename(&self, file: &Path, part: &str, name: &str) -> io::Result<()> {
        fs::rename(file, self.path(part, name))?;
        sync(&self.folder.join(part))
    }

    fn path(&self, part: &str, name: &str) -> PathBuf {
        self.folder.join(part).join(name)
    }
}

fn gone(path: &Path) -> StoreError {
    StoreError::unavailable(format!("the folder of {} is gone", path.display()))
}

fn corrupt(path: &Path) -> StoreError {
    StoreError::new(StoreErrorKind::Corrupt, format!("{} is damaged", path.display()))
}

/// Makes a renaming last. Other systems than Unix have no way to ask for that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

//! A store in a folder, for the processes of one machine.

use std::fmt;
use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::entry::{self, Entry, Millis};
use super::{
    Claim, IdempotencyStore, Started, StoreError, StoreErrorKind, Stored, Unfinished, millis,
};
use alipay_sdk_core::clock::{Clock, SystemClock};

/// Keeps one file per key in a folder.
///
/// The processes of one machine may share the folder: a file lock lets one of them change it at a
/// time. Files are replaced whole and written through to the disk, so that neither a killed process nor
/// a power failure leaves half of one. It does some hundred changes a second. The folder must be
/// on a local disk; one that does not exist is made readable for its owner alone. A damaged file is an
/// error for its own key; where entries are listed or purged it is left out, with a warning that names it.
///
/// Inside a Tokio runtime it works on the threads that Tokio has for blocking; outside, it blocks.
#[derive(Clone)]
pub struct FolderStore {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
}

/// The folder of work that was started.
const OPEN: &str = "open";
/// Where its file is moved once it is finished, so that nobody has to look at it to find the rest.
const FINISHED: &str = "finished";

impl FolderStore {
    /// The store in this folder, which is made if there is none.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let folder = folder.into();
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        for part in [OPEN, FINISHED] {
            builder.create(folder.join(part)).map_err(StoreError::unavailable)?;
        }
        Ok(Self { folder, clock: Arc::new(SystemClock) })
    }

    /// Another clock, for tests. All processes that share a folder must have the same.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Deletes what was finished longer ago than this, and says how many entries that were.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read or deleted.
    pub async fn purge_finished(&self, older_than: Duration) -> Result<u64, StoreError> {
        self.run(move |store| {
            let then = store.now() - millis(older_than);
            let mut purged = 0;
            // A process may have died before it moved what it had finished.
            for part in [FINISHED, OPEN] {
                for name in store.names(part)? {
                    let entry = store.read_among_others(&name)?;
                    if entry.is_some_and(|entry| entry.is_finished_before(then)) {
                        fs::remove_file(store.path(part, &name))
                            .map_err(StoreError::unavailable)?;
                        purged += 1;
                    }
                }
            }
            Ok(purged)
        })
        .await
    }

    /// Does what blocks where it may.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        match Handle::try_current() {
            Ok(runtime) => {
                let done = runtime.spawn_blocking(move || work(&store)).await;
                done.unwrap_or_else(|stopped| Err(StoreError::unavailable(stopped)))
            }
            Err(_) => work(&store),
        }
    }

    /// Changes one entry while nobody else, here or in another process, changes any.
    async fn change<T: Send + 'static>(
        &self,
        key: String,
        change: impl FnOnce(&mut Option<Entry>, Millis) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(move |store| {
            let name = file_name(&key);
            let _lock = store.lock().map_err(StoreError::unavailable)?;
            let before = store.read(&name)?;
            let mut after = before.clone();
            let result = change(&mut after, store.now())?;
            if let Some(entry) = after.filter(|entry| before.as_ref() != Some(entry)) {
                store.write(&name, &entry).map_err(StoreError::unavailable)?;
            }
            Ok(result)
        })
        .await
    }

    fn now(&self) -> Millis {
        entry::now(&*self.clock)
    }

    fn path(&self, part: &str, name: &str) -> PathBuf {
        self.folder.join(part).join(name)
    }

    /// Waits until nobody else has the lock. It is given back when the file is closed, however the
    /// process ends.
    fn lock(&self) -> io::Result<File> {
        let path = self.folder.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(file)
    }

    /// The names of entries. Other files, which people and programs leave in folders, are none.
    fn names(&self, part: &str) -> Result<Vec<String>, StoreError> {
        let files = fs::read_dir(self.folder.join(part)).map_err(StoreError::unavailable)?;
        let name = |file: io::Result<fs::DirEntry>| Ok(file?.file_name().into_string().ok());
        let names: io::Result<Vec<_>> = files.map(name).collect();
        let names = names.map_err(StoreError::unavailable)?.into_iter().flatten();
        Ok(names.filter(|name| is_file_name(name)).collect())
    }

    /// An entry of which the others do not depend: a damaged one is left out, with a warning.
    fn read_among_others(&self, name: &str) -> Result<Option<Entry>, StoreError> {
        match self.read(name) {
            Err(error) if error.kind() == StoreErrorKind::Corrupt => {
                let behind = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(target: "alipay_sdk", behind, "{error}");
                Ok(None)
            }
            read => read,
        }
    }

    fn read(&self, name: &str) -> Result<Option<Entry>, StoreError> {
        for part in [FINISHED, OPEN] {
            let path = self.path(part, name);
            match fs::read(&path) {
                Ok(text) => return decode(&text).map(Some).ok_or_else(|| corrupt(&path)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::unavailable(error)),
            }
        }
        Ok(None)
    }

    fn write(&self, name: &str, entry: &Entry) -> io::Result<()> {
        let new = self.folder.join("new");
        let mut file = File::create(&new)?;
        file.write_all(encode(entry).as_bytes())?;
        file.sync_all()?;
        self.rename(&new, OPEN, name)?;
        match entry.finished {
            Some(_) => self.rename(&self.path(OPEN, name), FINISHED, name),
            None => Ok(()),
        }
    }

    /// Makes a file the one of this name, for good.
    fn rename(&self, file: &Path, part: &str, name: &str) -> io::Result<()> {
        fs::rename(file, self.path(part, name))?;
        sync(&self.folder.join(part))
    }
}

impl fmt::Debug for FolderStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FolderStore").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl IdempotencyStore for FolderStore {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        let (own, state) = (key.to_owned(), state.to_owned());
        Box::pin(self.change(key.to_owned(), move |entry, now| {
            Entry::start(entry, &own, &state, now, lease)
        }))
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        let (own, state) = (claim.clone(), state.to_owned());
        Box::pin(self.change(claim.key.clone(), move |entry, now| {
            Entry::save(entry, &own, &state, now, lease)
        }))
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        let (own, outcome) = (claim.clone(), outcome.to_owned());
        Box::pin(
            self.change(claim.key.clone(), move |entry, now| {
                Entry::finish(entry, &own, &outcome, now)
            }),
        )
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        let own = claim.clone();
        Box::pin(self.change(claim.key.clone(), move |entry, now| Entry::release(entry, &own, now)))
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        let prefix = prefix.to_owned();
        Box::pin(self.run(move |store| {
            let now = store.now();
            let mut free = Vec::new();
            for name in store.names(OPEN)? {
                let entry = store.read_among_others(&name)?;
                free.extend(
                    entry.filter(|entry| entry.is_free(now) && entry.key.starts_with(&prefix)),
                );
            }
            Ok(entry::unfinished(free, limit))
        }))
    }
}

/// Any key makes a name that every file system takes.
fn file_name(key: &str) -> String {
    let hash = digest(&SHA256, key.as_bytes());
    let mut name: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    name.push_str(".json");
    name
}

fn is_file_name(name: &str) -> bool {
    let hash = name.strip_suffix(".json").unwrap_or_default();
    hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn encode(entry: &Entry) -> String {
    json!({
        "key": entry.key,
        "owner": entry.owner,
        "until": entry.until,
        "text": entry.text,
        "finished": entry.finished,
    })
    .to_string()
}

fn decode(text: &[u8]) -> Option<Entry> {
    let json: Value = serde_json::from_slice(text).ok()?;
    let text = |name| Some(json.get(name)?.as_str()?.to_owned());
    let finished = json.get("finished")?;
    Some(Entry {
        key: text("key")?,
        owner: text("owner")?,
        until: json.get("until")?.as_i64()?,
        text: text("text")?,
        finished: if finished.is_null() { None } else { Some(finished.as_i64()?) },
    })
}

fn corrupt(path: &Path) -> StoreError {
    StoreError::new(StoreErrorKind::Corrupt, format!("{} is damaged", path.display()))
}

/// Makes a renaming last. Other systems than Unix have no way to ask for that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

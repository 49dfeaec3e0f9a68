//! The store itself: entries change in files, under a lock.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::runtime::Handle;

use super::files::{FINISHED, Files, OPEN};
use super::format::file_name;
use crate::clock::{Clock, SystemClock};
use crate::store::entry::{self, Entry, Millis};
use crate::store::{Claim, IdempotencyStore, Started, StoreError, Stored, Unfinished, millis};

/// A store that keeps one file per key in a folder.
///
/// The processes of one machine may share the folder: a file lock lets one process change it at a
/// time. Files are replaced as a whole and synced to the disk, so a killed process or a power
/// failure never leaves a partial file. It makes a few hundred changes per second. The folder must
/// be on a local disk. A damaged file is an error for its own key. Lists and purges leave it out,
/// and log a warning with its name.
///
/// On Unix everything is in a subfolder (`alipay-work`) that no other user may enter (mode 0700,
/// files 0600), because its files decide which work is done. A subfolder or file that belongs to
/// another user, that others can change, or that is a link is an error
/// ([`Untrusted`](crate::store::StoreErrorKind::Untrusted)). All processes that share a folder must
/// run as one user.
///
/// Inside a Tokio runtime it works on Tokio's blocking threads. Outside it blocks the current
/// thread.
#[derive(Clone)]
pub struct FolderStore {
    files: Files,
    clock: Arc<dyn Clock>,
}

impl FolderStore {
    /// Opens the store in this folder, and creates the folder if needed.
    ///
    /// # Errors
    /// When the folder cannot be created, or other users can access its subfolder.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let files = Files::open(&folder.into())?;
        Ok(Self { files, clock: Arc::new(SystemClock) })
    }

    /// Sets another clock, for tests. All processes that share a folder must use the same time.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets how long a change waits for the lock: 30 seconds by default. Then it fails as
    /// [`Unavailable`](crate::store::StoreErrorKind::Unavailable).
    #[must_use]
    pub fn lock_timeout(mut self, time: Duration) -> Self {
        self.files.patience = time;
        self
    }

    /// Deletes the entries that were finished longer ago than `older_than`, and returns their
    /// number.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read or deleted.
    pub async fn purge_finished(&self, older_than: Duration) -> Result<u64, StoreError> {
        self.run(move |store| {
            let then = store.now() - millis(older_than);
            let mut purged = 0;
            // A process may have died before it moved what it had finished.
            for part in [FINISHED, OPEN] {
                for name in store.files.names(part)? {
                    // For each anew: others go on meanwhile.
                    let _lock = store.files.lock()?;
                    let entry = store.files.read_among_others(&name)?;
                    if entry.is_some_and(|entry| entry.is_finished_before(then)) {
                        store.files.remove(part, &name)?;
                        purged += 1;
                    }
                }
            }
            Ok(purged)
        })
        .await
    }

    /// Does what blocks where it may.
    async fn run<T: Send + Sync + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        let Ok(runtime) = Handle::try_current() else { return work(&store) };
        let done = Arc::new(OnceLock::new());
        let slot = done.clone();
        // Boxed, so that Tokio's part is compiled only once.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            let _ = slot.set(work(&store));
        });
        runtime.spawn_blocking(work).await.map_err(StoreError::unavailable)?;
        let done = Arc::into_inner(done).and_then(OnceLock::into_inner);
        done.unwrap_or_else(|| Err(StoreError::unavailable("the work was not done")))
    }

    /// Changes one entry while nobody else, here or in another process, changes any.
    async fn change<T: Send + Sync + 'static>(
        &self,
        key: String,
        change: impl FnOnce(&mut Option<Entry>, Millis) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(move |store| {
            let name = file_name(&key);
            let _lock = store.files.lock()?;
            let before = store.files.read(&name)?;
            let mut after = before.clone();
            let result = change(&mut after, store.now())?;
            if let Some(entry) = after.filter(|entry| before.as_ref() != Some(entry)) {
                store.files.write(&name, &entry)?;
            }
            Ok(result)
        })
        .await
    }

    fn now(&self) -> Millis {
        entry::now(&*self.clock)
    }
}

impl fmt::Debug for FolderStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FolderStore")
            .field("folder", &self.files.folder)
            .finish_non_exhaustive()
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
            for name in store.files.names(OPEN)? {
                let entry = store.files.read_among_others(&name)?;
                free.extend(
                    entry.filter(|entry| entry.is_free(now) && entry.key.starts_with(&prefix)),
                );
            }
            Ok(entry::unfinished(free, limit))
        }))
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        let name = file_name(key);
        Box::pin(self.run(move |store| {
            let entry = store.files.read(&name)?.filter(|entry| entry.is_free(store.now()));
            Ok(entry.map(|entry| entry.text))
        }))
    }
}

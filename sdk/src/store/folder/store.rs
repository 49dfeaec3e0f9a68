//! The store itself: entries change in files, under a lock.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use super::files::{FINISHED, Files, OPEN};
use super::format::file_name;
use crate::store::entry::{self, Entry, Millis};
use crate::store::{Claim, IdempotencyStore, Started, StoreError, Stored, Unfinished, millis};
use alipay_sdk_core::clock::{Clock, SystemClock};

/// Keeps one file per key in a folder.
///
/// The processes of one machine may share the folder: a file lock lets one of them change it at a
/// time. Files are replaced whole and written through to the disk, so that neither a killed process
/// nor a power failure leaves half of one. It does some hundred changes a second. The folder must
/// be on a local disk. A damaged file is an error for its own key; where entries are listed or
/// purged it is left out, with a warning that names it.
///
/// On Unix everything is in a subfolder (`alipay-work`) that no other user may enter (mode 0700,
/// files 0600), because its files decide what was done. A subfolder or a file of another user, one
/// that others can change, and links are refused
/// ([`Untrusted`](crate::store::StoreErrorKind::Untrusted)): all processes that share a folder run
/// as one user.
///
/// Inside a Tokio runtime it works on the threads that Tokio has for blocking; outside, it blocks.
#[derive(Clone)]
pub struct FolderStore {
    files: Files,
    clock: Arc<dyn Clock>,
}

impl FolderStore {
    /// The store in this folder, which is made if there is none.
    ///
    /// # Errors
    /// When the folder cannot be made, or its subfolder is not this user's alone.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let files = Files::open(&folder.into())?;
        Ok(Self { files, clock: Arc::new(SystemClock) })
    }

    /// Another clock, for tests. All processes that share a folder must have the same.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How long a change waits while others change the folder: 30 seconds by default. Then it
    /// fails, as [`Unavailable`](crate::store::StoreErrorKind::Unavailable).
    #[must_use]
    pub fn lock_timeout(mut self, time: Duration) -> Self {
        self.files.patience = time;
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

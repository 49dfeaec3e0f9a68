//! A store in the memory of one process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::entry::{self, Entry, Millis};
use super::{Claim, IdempotencyStore, Started, StoreError, Stored, Unfinished, millis};
use crate::clock::{Clock, SystemClock};
use crate::impl_debug;

/// A store in memory. Its entries end with the process, and other processes do not see them.
///
/// It grows with every key, and never drops an entry by itself: call
/// [`purge_finished`](Self::purge_finished).
pub struct MemoryStore {
    entries: Mutex<HashMap<String, Entry>>,
    clock: Arc<dyn Clock>,
}

impl MemoryStore {
    /// Creates an empty store.
    pub fn new() -> Self {
        Self { entries: Mutex::default(), clock: Arc::new(SystemClock) }
    }

    /// Sets another clock, for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Drops the entries that were finished longer ago than `older_than`, and returns their number.
    pub fn purge_finished(&self, older_than: Duration) -> u64 {
        let then = self.now() - millis(older_than);
        let mut entries = self.entries();
        let before = entries.len();
        entries.retain(|_, entry| !entry.is_finished_before(then));
        (before - entries.len()) as u64
    }

    fn now(&self) -> Millis {
        entry::now(&*self.clock)
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, key: &str, change: impl FnOnce(&mut Option<Entry>) -> T) -> T {
        let mut entries = self.entries();
        let mut entry = entries.remove(key);
        let result = change(&mut entry);
        if let Some(entry) = entry {
            entries.insert(key.to_owned(), entry);
        }
        result
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl_debug!(MemoryStore);

impl IdempotencyStore for MemoryStore {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        Box::pin(async move {
            self.change(key, |entry| Entry::start(entry, key, state, self.now(), lease))
        })
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        Box::pin(async move {
            self.change(&claim.key, |entry| Entry::save(entry, claim, state, self.now(), lease))
        })
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        Box::pin(async move {
            self.change(&claim.key, |entry| Entry::finish(entry, claim, outcome, self.now()))
        })
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        Box::pin(async move {
            self.change(&claim.key, |entry| Entry::release(entry, claim, self.now()))
        })
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        Box::pin(async move {
            let now = self.now();
            let entries = self.entries();
            let free = entries.values().filter(|entry| entry.is_free(now));
            let free = free.filter(|entry| entry.key.starts_with(prefix)).cloned().collect();
            Ok::<_, StoreError>(entry::unfinished(free, limit))
        })
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move {
            let (now, entries) = (self.now(), self.entries());
            let entry = entries.get(key).filter(|entry| entry.is_free(now));
            Ok(entry.map(|entry| entry.text.clone()))
        })
    }
}

//! A line of those who wait for a certificate. Calls and notifications stand in lines of their own:
//! anybody can post a notification, and must not keep calls from learning.

use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit};

use super::recent_failures::RecentFailures;
use crate::transport::within;

/// How many notifications wait at once. Each is kept in memory meanwhile.
const PLACES: usize = 8;

/// A line: one at a time fetches.
pub(super) struct Lane {
    /// The places in line, that of the one who fetches included.
    places: Semaphore,
    turn: Mutex<()>,
    failures: std::sync::Mutex<RecentFailures>,
    /// Whether nothing more is fetched while very many failed lately.
    is_for_strangers: bool,
}

/// The right to fetch.
pub(super) struct Turn<'l>(#[allow(dead_code)] (SemaphorePermit<'l>, MutexGuard<'l, ()>));

impl Lane {
    /// The line of calls, which the application itself bounds.
    pub(super) fn of_calls() -> Self {
        Self::new(Semaphore::MAX_PERMITS, false)
    }

    /// The line of notifications.
    pub(super) fn of_notifications() -> Self {
        Self::new(PLACES, true)
    }

    fn new(places: usize, is_for_strangers: bool) -> Self {
        let (places, turn, failures) =
            (Semaphore::new(places), Mutex::default(), Default::default());
        Self { places, turn, failures, is_for_strangers }
    }

    /// Why nothing is fetched for this serial now, when that is so.
    pub(super) fn refusal(&self, serial: &str, now: SystemTime) -> Option<String> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let full = "too many downloads of other certificates failed recently, so this one is not \
                    fetched now";
        let is_full = |failures: &RecentFailures| self.is_for_strangers && failures.is_full();
        failures.reason(serial, now).or_else(|| is_full(&failures).then(|| full.to_owned()))
    }

    pub(super) fn failed(&self, serial: &str, at: SystemTime, reason: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.keep(serial, at, reason);
    }

    /// Waits for the turn, if there is a place in line, and no longer than this.
    pub(super) async fn turn(&self, limit: Duration) -> Result<Turn<'_>, String> {
        let place = self.places.try_acquire();
        let place = place.map_err(
            |_| "too many other notifications wait for a certificate; Alipay sends this one again",
        )?;
        let turn = within(limit, self.turn.lock()).await;
        let turn = turn.ok_or("another certificate is still being fetched")?;
        Ok(Turn((place, turn)))
    }
}

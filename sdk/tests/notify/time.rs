//! Time that passes when everybody waits, and a store that fails at the times that a test names.

use std::future::Future;
use std::ops::Range;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alipay_sdk::store::{IdempotencyStore, MemoryStore, StoreError, StoreErrorKind, Stored};
use alipay_sdk::{Clock, Sleep};

use crate::through::{Act, Way};

/// A clock of seconds that goes on to the next moment that somebody waits for.
#[derive(Clone, Default)]
pub(crate) struct Time {
    now: Arc<AtomicU64>,
    suspended: Arc<AtomicU64>,
    awaited: Arc<Mutex<Vec<u64>>>,
}

impl Time {
    pub(crate) fn seconds(&self) -> u64 {
        self.now.load(SeqCst)
    }

    /// The machine is suspended for so long: only the time of day goes on, and waits do not end.
    pub(crate) fn suspend(&self, seconds: u64) {
        self.suspended.fetch_add(seconds, SeqCst);
    }

    /// Runs a future to its end; time passes whenever it waits.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut at = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut at) {
                return output;
            }
            let mut awaited = self.awaited.lock().expect("no panic");
            awaited.retain(|moment| *moment > self.seconds());
            let next = awaited.iter().min().expect("nobody waits for a moment: it hangs");
            self.now.store(*next, SeqCst);
        }
    }

    pub(crate) async fn wait(&self, seconds: u64) {
        self.sleep(Duration::from_secs(seconds)).await;
    }
}

impl Clock for Time {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.seconds() + self.suspended.load(SeqCst))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (time, until) = (self.clone(), self.seconds() + duration.as_secs());
        Box::pin(std::future::poll_fn(move |_| {
            if time.seconds() >= until {
                return Poll::Ready(());
            }
            time.awaited.lock().expect("no panic").push(until);
            Poll::Pending
        }))
    }
}

/// The problem of a store.
#[derive(Clone, Copy)]
pub(crate) enum Trouble {
    /// It cannot be reached.
    Fails,
    /// It responds when the trouble is over.
    Hangs,
    /// The claim belongs to somebody else.
    Lost,
}

/// The way of one replica to a store, with trouble at some times.
#[derive(Clone)]
pub(crate) struct Troubled {
    pub(crate) inner: Arc<MemoryStore>,
    pub(crate) time: Time,
    pub(crate) trouble: Trouble,
    pub(crate) at: Range<u64>,
}

impl Troubled {
    /// A store without trouble.
    pub(crate) fn new(time: &Time) -> Self {
        let inner = Arc::new(MemoryStore::new().clock(time.clone()));
        Self { inner, time: time.clone(), trouble: Trouble::Fails, at: 0..0 }
    }

    /// Another way to the same store.
    pub(crate) fn with(&self, trouble: Trouble, at: Range<u64>) -> Self {
        Self { trouble, at, ..self.clone() }
    }
}

impl Way for Troubled {
    fn store(&self) -> &dyn IdempotencyStore {
        &*self.inner
    }

    fn reach<'a, T: Send + 'a>(&'a self, act: Act, done: Stored<'a, T>) -> Stored<'a, T> {
        Box::pin(async move {
            if act != Act::Look && self.at.contains(&self.time.seconds()) {
                match self.trouble {
                    Trouble::Fails => return Err(StoreErrorKind::Unavailable.into()),
                    Trouble::Lost => return Err(StoreErrorKind::ClaimLost.into()),
                    Trouble::Hangs => self.time.wait(self.at.end - self.time.seconds()).await,
                }
            }
            done.await
        })
    }
}

pub(crate) fn is_unavailable(error: &StoreError) -> bool {
    error.kind() == StoreErrorKind::Unavailable
}

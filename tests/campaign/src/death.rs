//! Processes that die at a moment which follows from the seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use alipay_sdk::store::{Claim, IdempotencyStore, Started, Stored, Unfinished};
use fastrand::Rng;

/// How many moments the longest life has: before and after each call, before and after each entry in
/// the store.
const LONGEST: u32 = 1_500;

/// How many moments are left.
#[derive(Clone)]
pub(crate) struct Death(Option<Arc<AtomicU32>>);

impl Death {
    pub(crate) fn of(seed: u64, life: u32, mortal: bool) -> Self {
        let moments = Rng::with_seed(seed.rotate_left(17) ^ u64::from(life)).u32(1..LONGEST);
        Self(mortal.then(|| Arc::new(AtomicU32::new(moments))))
    }

    /// The process dies here, without a word, when its time has come.
    pub(crate) fn may_come(&self) {
        if self.0.as_ref().is_some_and(|left| left.fetch_sub(1, Relaxed) == 1) {
            std::process::abort();
        }
    }
}

/// A store at whose every change the process may die.
pub(crate) struct Mortal<S> {
    pub(crate) inner: S,
    pub(crate) death: Death,
}

impl<S: IdempotencyStore> Mortal<S> {
    /// Does something with a chance to die before and after it.
    fn risk<'a, T: Send + 'a>(&'a self, work: Stored<'a, T>) -> Stored<'a, T> {
        Box::pin(async move {
            self.death.may_come();
            let done = work.await;
            self.death.may_come();
            done
        })
    }
}

impl<S: IdempotencyStore> IdempotencyStore for Mortal<S> {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        self.risk(self.inner.start(key, state, lease))
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        self.risk(self.inner.save(claim, state, lease))
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        self.risk(self.inner.finish(claim, outcome))
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        self.risk(self.inner.release(claim))
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        self.inner.unfinished(prefix, limit)
    }
}

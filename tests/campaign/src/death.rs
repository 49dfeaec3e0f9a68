//! Processes that die at a moment which follows from the seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use fastrand::Rng;

/// How many moments the longest life has: before and after each call, before and after each entry
/// in the store.
const LONGEST: u32 = 3_000;

/// How many moments are left to all workers of a process.
#[derive(Clone)]
pub(crate) struct Death(Option<Arc<AtomicU32>>);

impl Death {
    pub(crate) fn of(seed: u64, life: u32, mortal: bool) -> Self {
        let moments = Rng::with_seed(seed.rotate_left(17) ^ u64::from(life)).u32(1..LONGEST);
        Self(mortal.then(|| Arc::new(AtomicU32::new(moments))))
    }

    /// The process dies here, without a message, when its time has come.
    pub(crate) fn may_come(&self) {
        if self.0.as_ref().is_some_and(|left| left.fetch_sub(1, Relaxed) == 1) {
            std::process::abort();
        }
    }
}

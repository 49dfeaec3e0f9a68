//! What goes wrong by chance, the same for the same seed.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastrand::Rng;

/// The chance of one worker; in a life without faults there is none.
#[derive(Clone)]
pub(crate) struct Chance(Option<Arc<Mutex<Rng>>>);

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        Self(Some(Arc::new(Mutex::new(Rng::with_seed(seed)))))
    }

    /// Nothing goes wrong.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Whether it happens now, so many times of a thousand.
    pub(crate) fn hits(&self, per_mille: u16) -> bool {
        self.draw(|chance| chance.u16(0..1000) < per_mille).unwrap_or(false)
    }

    /// Some time; none in a life without faults.
    pub(crate) fn seconds(&self, range: Range<u64>) -> Duration {
        Duration::from_secs(self.draw(|chance| chance.u64(range)).unwrap_or(0))
    }

    /// That time, if it happens now.
    pub(crate) fn delay(&self, per_mille: u16, range: Range<u64>) -> Duration {
        if self.hits(per_mille) { self.seconds(range) } else { Duration::ZERO }
    }

    /// One of several.
    pub(crate) fn one_of<'t, T>(&self, several: &'t [T]) -> Option<&'t T> {
        several.get(self.draw(|chance| chance.usize(0..several.len()))?)
    }

    fn draw<T>(&self, draw: impl FnOnce(&mut Rng) -> T) -> Option<T> {
        let chance = self.0.as_ref()?;
        Some(draw(&mut chance.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

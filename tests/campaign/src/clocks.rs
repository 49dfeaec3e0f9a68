//! The clocks of workers and of their store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use alipay_sdk::{Clock, Sleep};

use crate::chance::Chance;
use crate::world::World;

/// 2026-06-16, 06:06:41 UTC.
const START: Duration = Duration::from_secs(1_781_590_001);

/// Of a thousand waits, in how many the machine is suspended: longer than leases.
const SUSPENDED: u16 = 25;

/// The clock of a store: it never goes back, from life to life.
pub(crate) struct StoreClock(pub(crate) World);

impl Clock for StoreClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + START + self.0.now()
    }
}

/// The clock of a worker. Each order begins at the same time, so that no campaign is too long for
/// the dates of the gateway.
#[derive(Clone)]
pub(crate) struct WorkerClock {
    world: World,
    chance: Chance,
    /// When the world began.
    start: Instant,
    /// When the order began, in milliseconds.
    begun: Arc<AtomicU64>,
}

impl WorkerClock {
    pub(crate) fn new(world: &World, chance: Chance) -> Self {
        Self { world: world.clone(), chance, start: Instant::now(), begun: Arc::default() }
    }

    /// An order begins, so long ago.
    pub(crate) fn begin(&self, ago: Duration) {
        let begun = self.world.now().saturating_sub(ago).as_millis();
        self.begun.store(u64::try_from(begun).unwrap_or(u64::MAX), Relaxed);
    }
}

impl Clock for WorkerClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH
            + START
            + self.world.now().saturating_sub(Duration::from_millis(self.begun.load(Relaxed)))
    }

    fn instant(&self) -> Instant {
        self.start + self.world.now()
    }

    /// Sometimes it is much later than it should be: the machine was suspended.
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(self.world.wait(duration.saturating_add(self.chance.delay(SUSPENDED, 100..400))))
    }
}

//! Time that passes only when somebody waits, so that a minute takes nothing and every run of a seed
//! is the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alipay_sdk::{Clock, Sleep};

/// 2026-06-16, 06:06:41 UTC.
const START: u64 = 1_781_590_001;

/// A clock that stands still between waits.
#[derive(Clone, Default)]
pub(crate) struct Still(Arc<AtomicU64>);

impl Still {
    /// Sets the clock to so long after the start.
    pub(crate) fn set(&self, after_start: Duration) {
        self.0.store(milliseconds(after_start), Relaxed);
    }
}

impl Clock for Still {
    fn now(&self) -> SystemTime {
        let after_start = Duration::from_millis(self.0.load(Relaxed));
        UNIX_EPOCH + Duration::from_secs(START) + after_start
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.fetch_add(milliseconds(duration), Relaxed);
        Box::pin(std::future::ready(()))
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

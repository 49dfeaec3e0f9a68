//! The time of a call.

use std::time::{Duration, SystemTime};

use alipay_sdk_core::clock::Clock;

/// A time that began at some point.
pub(super) struct Limit<'c> {
    clock: &'c dyn Clock,
    begun: SystemTime,
    time: Duration,
}

impl<'c> Limit<'c> {
    /// One that begins now.
    pub(super) fn begin(clock: &'c dyn Clock, time: Duration) -> Self {
        Self { clock, begun: clock.now(), time }
    }

    /// What is left; never more than all of it, wherever the clock is set.
    pub(super) fn left(&self) -> Duration {
        self.time.saturating_sub(self.clock.now().duration_since(self.begun).unwrap_or_default())
    }
}

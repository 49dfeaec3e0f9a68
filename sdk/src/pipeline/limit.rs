//! The time of a call.

use std::time::Duration;

use alipay_sdk_core::clock::{Clock, Countdown};

/// A time that began at some point, by the clock of a client.
pub(super) struct Limit<'c> {
    clock: &'c dyn Clock,
    countdown: Countdown,
}

impl<'c> Limit<'c> {
    /// One that begins now.
    pub(super) fn begin(clock: &'c dyn Clock, time: Duration) -> Self {
        Self { clock, countdown: Countdown::begin(clock, time) }
    }

    /// The time that is left; never more than all of it, wherever the clock is set.
    pub(super) fn left(&self) -> Duration {
        self.countdown.left(self.clock)
    }
}

//! How long flows wait.

use std::time::Duration;

/// How long flows wait, and for what. The defaults are those of the platform's documents where they
/// name any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Timing {
    pub(super) poll: Duration,
    pub(super) buyer: Duration,
    pub(super) scan: Duration,
    pub(super) resolve: Duration,
    pub(super) lease: Duration,
}

impl Timing {
    /// Asks every 5 seconds, gives a buyer at the counter 60 seconds and one who has to scan a code
    /// two minutes, and takes up to 60 seconds to learn what became of a cancellation, a refund or
    /// a transfer.
    pub const fn new() -> Self {
        Self {
            poll: Duration::from_secs(5),
            buyer: Duration::from_secs(60),
            scan: Duration::from_secs(120),
            resolve: Duration::from_secs(60),
            lease: Duration::from_secs(180),
        }
    }

    /// How long to wait between two questions. The documents ask for 3 to 6 seconds. It is at least a
    /// millisecond and at most a day, whatever is said here.
    pub const fn poll(mut self, interval: Duration) -> Self {
        self.poll = within(interval, Duration::from_millis(1), Duration::from_secs(24 * 60 * 60));
        self
    }

    /// How long the buyer at the counter has, from the start of [`Pay`](super::Pay) on; then the
    /// trade is cancelled.
    pub const fn buyer(mut self, time: Duration) -> Self {
        self.buyer = time;
        self
    }

    /// How long the buyer has to scan the code of [`Precreate`](super::Precreate) and to pay; then
    /// the trade is cancelled.
    pub const fn scan(mut self, time: Duration) -> Self {
        self.scan = time;
        self
    }

    /// How long one run tries to learn what became of a cancellation, a closure, a refund or a transfer,
    /// or to get a code, before it ends as [`Outcome::Unknown`](super::Outcome::Unknown).
    pub const fn resolve(mut self, time: Duration) -> Self {
        self.resolve = time;
        self
    }

    /// After how much silence another process may take a flow over from one that died.
    ///
    /// A flow that lives renews it before every wait and every call that may move money, so it must be
    /// longer than one interval, one call with all its retries
    /// ([`timeout`](crate::ClientBuilder::timeout), 60 seconds by default) and the time that the store
    /// takes, together. Less than two intervals count as two intervals.
    pub const fn lease(mut self, time: Duration) -> Self {
        self.lease = time;
        self
    }

    /// The lease, as long as it has to be at least.
    pub(super) fn held(&self) -> Duration {
        self.lease.max(self.poll.saturating_mul(2))
    }
}

const fn within(time: Duration, least: Duration, most: Duration) -> Duration {
    if time.as_nanos() < least.as_nanos() {
        least
    } else if time.as_nanos() > most.as_nanos() {
        most
    } else {
        time
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self::new()
    }
}

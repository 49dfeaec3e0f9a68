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
    call: Duration,
    pub(super) lease: Duration,
}

impl Timing {
    /// Asks every 5 seconds, gives a buyer at the counter 60 seconds and one who has to scan a code
    /// two minutes, and takes up to 60 seconds to learn what became of a cancellation, a refund or
    /// a transfer. A call takes up to 15 seconds, as in the platform's own SDKs, and a lease ends
    /// after 20.
    pub const fn new() -> Self {
        Self {
            poll: Duration::from_secs(5),
            buyer: Duration::from_secs(60),
            scan: Duration::from_secs(120),
            resolve: Duration::from_secs(60),
            call: Duration::from_secs(15),
            lease: Duration::from_secs(20),
        }
    }

    /// How long to wait between two questions. The documents ask for 3 to 6 seconds. It is at least
    /// a millisecond and at most a day, whatever is said here.
    pub const fn poll(mut self, interval: Duration) -> Self {
        self.poll = within(interval, Duration::from_millis(1), Duration::from_secs(24 * 60 * 60));
        self
    }

    /// How long the buyer at the counter has, from the start of [`Pay`](super::Pay) on; then the
    /// trade is canceled.
    pub const fn buyer(mut self, time: Duration) -> Self {
        self.buyer = time;
        self
    }

    /// How long the buyer has to scan the code of [`Precreate`](super::Precreate) and to pay; then
    /// the trade is canceled.
    pub const fn scan(mut self, time: Duration) -> Self {
        self.scan = time;
        self
    }

    /// How long one run tries to learn what became of a cancellation, a closure, a refund or a
    /// transfer, or to get a code, before it ends as [`Outcome::Unknown`](super::Outcome::Unknown).
    pub const fn resolve(mut self, time: Duration) -> Self {
        self.resolve = time;
        self
    }

    /// How long one call of a flow may take, its retries included; not longer than the client's own
    /// [`timeout`](crate::ClientBuilder::timeout). After that its outcome is not known, and the
    /// platform is asked.
    pub const fn call(mut self, time: Duration) -> Self {
        self.call = time;
        self
    }

    /// After how much silence another process may take a flow over: the one that ran it has died,
    /// or has dropped the future. Until then the task is [`Busy`](super::FlowError::Busy).
    ///
    /// A flow that lives renews its lease before every wait, and before a call when too little of
    /// it is left, so a run may be much longer. Five sixths of a lease must be longer than a
    /// [call](Self::call): [`Flows::timing`](super::Flows::timing) checks it. The time beyond
    /// that is the time that the store has for a renewal.
    pub const fn lease(mut self, time: Duration) -> Self {
        self.lease = time;
        self
    }

    /// How long a call may take when the client gives it this time.
    pub(super) fn call_within(&self, timeout: Duration) -> Duration {
        self.call.min(timeout)
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

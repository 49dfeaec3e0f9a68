//! How long flows wait.

use std::time::Duration;

use crate::setters::options;

options! {
    /// How long flows wait, and for what. The defaults are those of the platform's documents where
    /// they name any.
    pub struct Timing;

    /// Asks every 5 seconds, gives a buyer at the counter 60 seconds and one who has to scan a code
    /// two minutes, and takes up to 60 seconds to learn what became of a cancellation, a refund or
    /// a transfer. A call takes up to 15 seconds, as in the platform's own SDKs, and a lease ends
    /// after 20.
    pub fn new;

    /// How long to wait between two questions. The documents ask for 3 to 6 seconds. It is at least
    /// a millisecond and at most a day, whatever is said here.
    pub fn poll(interval: Duration) = Duration::from_secs(5);

    /// How long the buyer at the counter has, from the start of [`Pay`](super::Pay) on; then the
    /// trade is canceled.
    pub fn buyer(time: Duration) = Duration::from_secs(60);

    /// How long the buyer has to scan the code of [`Precreate`](super::Precreate) and to pay; then
    /// the trade is canceled.
    pub fn scan(time: Duration) = Duration::from_secs(120);

    /// How long one run tries to learn what became of a cancellation, a closure, a refund or a
    /// transfer, or to get a code, before it ends as [`Outcome::Unknown`](super::Outcome::Unknown).
    pub fn resolve(time: Duration) = Duration::from_secs(60);

    /// How long one call of a flow may take, its retries included; not longer than the client's own
    /// [`timeout`](crate::ClientBuilder::timeout). After that its outcome is not known, and the
    /// platform is asked.
    pub fn call(time: Duration) = Duration::from_secs(15);

    /// After how much silence another process may take a flow over: the one that ran it has died,
    /// or has dropped the future. Until then the task is [`Busy`](super::FlowError::Busy).
    ///
    /// A flow that lives renews its lease before every wait, and before a call when too little of
    /// it is left, so a run may be much longer. Five sixths of a lease must be longer than a
    /// [call](Self::call): [`Flows::timing`](super::Flows::timing) checks it. The time beyond
    /// that is the time that the store has for a renewal.
    pub fn lease(time: Duration) = Duration::from_secs(20);
}

impl Timing {
    /// How long to wait between two questions, within bounds.
    pub(super) fn pause(&self) -> Duration {
        self.poll.clamp(Duration::from_millis(1), Duration::from_secs(24 * 60 * 60))
    }

    /// How long a call may take when the client gives it this time.
    pub(super) fn call_within(&self, timeout: Duration) -> Duration {
        self.call.min(timeout)
    }
}

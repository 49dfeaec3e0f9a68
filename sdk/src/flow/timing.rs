//! How long flows wait.

use std::time::Duration;

use crate::setters::options;

options! {
    /// The waiting times of flows. The defaults are those of the platform's documents, where these
    /// name any.
    pub struct Timing;

    /// Creates the default times. A run queries every 5 seconds. A buyer at the counter has 60
    /// seconds, and a buyer who scans a code has two minutes. A run tries for up to 60 seconds to
    /// learn the outcome of a cancellation, a refund or a transfer. A call may take 15 seconds, as
    /// in the platform's own SDKs, and a lease lasts 20 seconds.
    pub fn new;

    /// Sets the interval between two queries. The platform's documents ask for 3 to 6 seconds.
    /// Values are limited to one millisecond at least and one day at most.
    pub fn poll(interval: Duration) = Duration::from_secs(5);

    /// Sets how long the buyer at the counter has, from the start of [`Pay`](super::Pay). Then the
    /// trade is canceled.
    pub fn buyer(time: Duration) = Duration::from_secs(60);

    /// Sets how long the buyer has to scan the code of [`Precreate`](super::Precreate) and to pay.
    /// Then the trade is canceled.
    pub fn scan(time: Duration) = Duration::from_secs(120);

    /// Sets how long one run tries to learn the outcome of a cancellation, a closure, a refund or a
    /// transfer, or to get a code. Then it ends as [`Outcome::Unknown`](super::Outcome::Unknown).
    pub fn resolve(time: Duration) = Duration::from_secs(60);

    /// Sets how long one call of a flow may take, including its retries. The client's own
    /// [`timeout`](crate::ClientBuilder::timeout) is the upper limit. After that time the outcome
    /// of the call is unknown, and the run queries the platform.
    pub fn call(time: Duration) = Duration::from_secs(15);

    /// Sets the lease: after this time without a renewal another process may take a flow over,
    /// because its process has died or has dropped the future. Until then the task is
    /// [`Busy`](super::FlowError::Busy).
    ///
    /// A running flow renews its lease before every wait, and before a call when too little of it
    /// is left, so a run may last much longer. Five sixths of a lease must be longer than a
    /// [call](Self::call): [`Flows::timing`](super::Flows::timing) checks it. The rest of the five
    /// sixths is the time that the store has for a renewal.
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

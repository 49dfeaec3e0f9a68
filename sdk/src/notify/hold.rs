//! For how long a claim is ours for certain, by the clock of this machine.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use alipay_sdk_core::clock::{Clock, Sleep};

/// A lease, counted from before the store was asked for it: the store's own count begins later. It
/// is over a sixth early, so that the work has stopped when somebody else may begin.
pub(super) struct Hold<'c> {
    clock: &'c dyn Clock,
    begun: SystemTime,
    time: Duration,
    end: Sleep,
}

/// The lease ended first.
pub(super) struct Over;

impl<'c> Hold<'c> {
    /// One that begins now.
    pub(super) fn begin(clock: &'c dyn Clock, lease: Duration) -> Self {
        let time = lease - lease / 6;
        Self { clock, begun: clock.now(), time, end: clock.sleep(time) }
    }

    /// Whether it is over: by the time of day, which passes while the machine is suspended, or by
    /// the wait, which ends also when somebody sets the clock back.
    fn is_over(&mut self, at: &mut Context<'_>) -> bool {
        let passed = self.clock.now().duration_since(self.begun).unwrap_or_default();
        passed >= self.time || self.end.as_mut().poll(at).is_ready()
    }

    /// Whether it is over now.
    pub(super) async fn has_ended(&mut self) -> bool {
        poll_fn(|at| Poll::Ready(self.is_over(at))).await
    }

    /// Waits for something, at most until the lease is over.
    pub(super) async fn within<F: Future>(&mut self, awaited: F) -> Result<F::Output, Over> {
        let mut awaited = std::pin::pin!(awaited);
        poll_fn(|at| match awaited.as_mut().poll(at) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending if self.is_over(at) => Poll::Ready(Err(Over)),
            Poll::Pending => Poll::Pending,
        })
        .await
    }
}

/// What ended first.
pub(super) enum First<W, O> {
    Work(W),
    Other(O),
    Over,
}

/// Lets work go on beside something else until one of the two or the lease ends. Work is not polled
/// once the lease is over.
pub(super) async fn first<W: Future, O: Future + Unpin>(
    mut work: Pin<&mut W>,
    mut other: O,
    hold: &mut Hold<'_>,
) -> First<W::Output, O::Output> {
    poll_fn(|at| {
        // First of all what may lengthen the lease.
        if let Poll::Ready(output) = Pin::new(&mut other).poll(at) {
            return Poll::Ready(First::Other(output));
        }
        if hold.is_over(at) {
            return Poll::Ready(First::Over);
        }
        work.as_mut().poll(at).map(First::Work)
    })
    .await
}

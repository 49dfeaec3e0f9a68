//! For how long a claim is ours for certain, by the clock of this machine.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use alipay_sdk_core::clock::{Clock, Countdown, Sleep};

/// A lease, counted from before the store was asked for it.
pub(super) struct Hold<'c> {
    clock: &'c dyn Clock,
    lease: Countdown,
    end: Sleep,
}

/// The lease ended first.
pub(super) struct Over;

impl<'c> Hold<'c> {
    /// One that begins now.
    pub(super) fn begin(clock: &'c dyn Clock, lease: Duration) -> Self {
        let lease = Countdown::of_lease(clock, lease);
        let end = clock.sleep(lease.left(clock));
        Self { clock, lease, end }
    }

    /// Whether it is over; when not, the wait tells when it is.
    fn is_over(&mut self, at: &mut Context<'_>) -> bool {
        self.lease.left(self.clock).is_zero() || self.end.as_mut().poll(at).is_ready()
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

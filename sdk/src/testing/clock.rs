//! A clock whose waits take no time.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use alipay_sdk_core::clock::{Clock, Sleep};

/// A clock that stands still, and jumps forward when something waits. Clones share the same time.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<State>);

#[derive(Debug)]
struct State {
    day: SystemTime,
    begun: Instant,
    passed: Mutex<Duration>,
}

impl TestClock {
    /// Moves the clock forward.
    pub fn advance(&self, time: Duration) {
        let mut passed = self.0.passed.lock().unwrap_or_else(PoisonError::into_inner);
        *passed = passed.saturating_add(time);
    }

    /// Returns the time that has passed since the clock was created.
    pub fn passed(&self) -> Duration {
        *self.0.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    /// A clock that stands at the time of now.
    fn default() -> Self {
        let (day, begun) = (SystemTime::now(), Instant::now());
        Self(Arc::new(State { day, begun, passed: Mutex::default() }))
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        self.0.day.checked_add(self.passed()).unwrap_or(self.0.day)
    }

    fn instant(&self) -> Instant {
        self.0.begun.checked_add(self.passed()).unwrap_or(self.0.begun)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Jump { clock: self.clone(), left: Some(duration) })
    }
}

/// A wait: it jumps when it is polled, and lets other work go first.
struct Jump {
    clock: TestClock,
    left: Option<Duration>,
}

impl Future for Jump {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<()> {
        let Some(time) = self.left.take() else { return Poll::Ready(()) };
        self.clock.advance(time);
        at.waker().wake_by_ref();
        Poll::Pending
    }
}

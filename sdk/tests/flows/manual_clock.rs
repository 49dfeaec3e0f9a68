//! Clocks for many tasks at once, none of which takes the time of the others.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::SystemTime;

use alipay_sdk::{Clock, Sleep};

use super::*;

/// A clock that stands still until a test sets it.
#[derive(Clone)]
pub(crate) struct Manual(Arc<Mutex<(SystemTime, Vec<Waker>)>>);

impl Manual {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new((Waits::new().now(), Vec::new()))))
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut state = self.0.lock().unwrap();
        state.0 += by;
        state.1.drain(..).for_each(Waker::wake);
    }
}

impl Clock for Manual {
    fn now(&self) -> SystemTime {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (clock, until) = (self.clone(), self.now() + duration);
        Box::pin(poll_fn(move |at| {
            let mut state = clock.0.lock().unwrap();
            if state.0 >= until {
                return Poll::Ready(());
            }
            state.1.push(at.waker().clone());
            Poll::Pending
        }))
    }
}

/// A clock that stands still for good. Waits are over at once.
pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> SystemTime {
        Waits::new().now()
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(tokio::task::yield_now())
    }
}

/// Lets spawned tasks go on as far as they can.
pub(crate) async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

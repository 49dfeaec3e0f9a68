//! The word that a run is to stop.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::sync::Notify;

/// Whether the run of a task is to stop. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop(Arc<Word>);

#[derive(Debug, Default)]
struct Word {
    is_set: AtomicBool,
    set: Notify,
}

impl Stop {
    pub(super) fn set(&self) {
        self.0.is_set.store(true, Ordering::SeqCst);
        self.0.set.notify_waiters();
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.is_set.load(Ordering::SeqCst)
    }

    /// Waits for this, or until the run is to stop.
    pub(super) async fn or(&self, wait: impl Future<Output = ()>) {
        let (mut set, mut wait) = (pin!(self.0.set.notified()), pin!(wait));
        poll_fn(|context| {
            let is_over = self.is_set()
                || wait.as_mut().poll(context).is_ready()
                || set.as_mut().poll(context).is_ready();
            if is_over { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

//! The end of a wait for code that is not ours.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};

/// What a future gives within this time. Time is real here, whatever the client's clock says; one
/// that is ready at once costs no timer.
pub async fn within<F: Future>(time: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut over = None;
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        let over = over.get_or_insert_with(|| SystemClock.sleep(time));
        over.as_mut().poll(context).map(|()| None)
    })
    .await
}

//! The channel: connections one after the other, and what comes of them.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::backoff::Backoff;
use super::connect::open;
use super::delivery::Delivery;
use super::error::{ChannelError, Failure};
use super::line::Line;
use super::produce::Producer;
use super::session::{Desk, Session};
use super::stop::StopHandle;
use alipay_sdk_core::{clock::random_fraction, impl_debug};

/// A stream of the verified messages of an application. It works in a task of its own, so it stays
/// connected whatever its owner does meanwhile. Dropping it ends the channel as
/// [`stop`](StopHandle::stop) does.
///
/// At most [`at_once`](super::Messages::at_once) messages are handed out at a time. Further
/// messages wait on the connection until one is acknowledged or failed. The stream ends after a
/// stop, and after an error, which is its last item.
pub struct Channel {
    deliveries: UnboundedReceiver<Result<Delivery, ChannelError>>,
    producer: Producer,
    stop: StopHandle,
}

impl Channel {
    /// Opens one on the runtime that this is called in.
    pub(super) fn open(line: Arc<Line>, stop: StopHandle) -> Self {
        let (sender, deliveries) = mpsc::unbounded_channel();
        let (producer, orders) = Producer::new(line.clone());
        let places = Arc::new(Semaphore::new(line.settings.at_once.into()));
        let desk = Desk { deliveries: sender, places, orders, stop: stop.clone() };
        tokio::spawn(keep(line, desk));
        Self { deliveries, producer, stop }
    }

    /// Returns the next message, or `None` when the channel has ended.
    pub async fn next(&mut self) -> Option<Result<Delivery, ChannelError>> {
        self.deliveries.recv().await
    }

    /// Returns a handle that ends the channel from another task.
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Returns a producer that sends messages of the application over the channel until it ends.
    pub fn producer(&self) -> Producer {
        self.producer.clone()
    }
}

impl Stream for Channel {
    type Item = Result<Delivery, ChannelError>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.deliveries.poll_recv(at)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.stop.stop();
    }
}

impl_debug!(Channel);

/// Connects, and connects again when the connection is lost, until the channel is to end.
async fn keep(line: Arc<Line>, mut desk: Desk) {
    let mut backoff = Backoff::new(line.settings.first_wait, line.settings.longest_wait);
    let stop = desk.stop.clone();
    loop {
        let opened = tokio::select! {
            biased;
            () = stop.stopped() => return,
            opened = open(&line) => opened,
        };
        let lost = match opened {
            Ok(socket) => {
                tracing::debug!(target: "alipay_sdk", "the message channel is open");
                let mut session = Session::new(&line, socket);
                let Err(lost) = session.serve(&mut desk).await else { return };
                if session.was_good {
                    backoff.reset();
                }
                lost
            }
            Err(Failure::Passing(lost)) => lost,
            Err(Failure::Final(error)) => return drop(desk.deliveries.send(Err(error))),
        };
        let wait = backoff.next(random_fraction());
        tracing::warn!(target: "alipay_sdk", %lost, ?wait, "the message channel is not open");
        tokio::select! {
            biased;
            () = stop.stopped() => return,
            () = line.clock().sleep(wait) => {}
        }
    }
}

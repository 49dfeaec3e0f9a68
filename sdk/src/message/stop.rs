//! The word that a channel is to end.

use std::sync::Arc;

use tokio::sync::watch;

/// Ends a channel. Clones end the same one.
#[derive(Clone, Debug)]
pub struct StopHandle(Arc<watch::Sender<bool>>);

impl StopHandle {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Ends the channel: it accepts no more messages, and closes the connection. Running work may
    /// finish and acknowledge its messages within [`grace`](super::Messages::grace).
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Returns whether the channel was stopped.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the channel is to end.
    pub(super) async fn stopped(&self) {
        // The sender is alive as long as this handle is.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}

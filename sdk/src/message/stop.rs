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

    /// Takes no more messages, lets the work on those that were handed out end and be acknowledged,
    /// for as long as [`grace`](super::Messages::grace) says, and closes the connection.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether the channel is to end.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the channel is to end.
    pub(super) async fn stopped(&self) {
        // The sender is alive as long as this handle is.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}

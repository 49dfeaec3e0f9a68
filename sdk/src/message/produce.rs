//! Messages of the application to the platform.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::incoming::Acknowledgement;
use super::line::Line;
use alipay_sdk_core::{impl_debug, protocol::message::Produced, redact, trust::SignError};

/// How long a message may take, from its signature to its acknowledgement.
const LIMIT: Duration = Duration::from_secs(10);

/// Sends messages of the application over a [`Channel`](super::Channel). Few topics of the platform
/// accept messages. Clones send over the same channel.
#[derive(Clone)]
pub struct Producer {
    line: Arc<Line>,
    orders: mpsc::Sender<Order>,
    /// How many were sent: it makes their ids unique, whatever the client's nonces are.
    count: Arc<AtomicU32>,
}

/// A message to send, and who waits for its acknowledgement.
pub(super) struct Order {
    pub(super) stream_id: String,
    pub(super) frame: String,
    pub(super) acknowledged: oneshot::Sender<Acknowledgement>,
}

/// Why a message was not sent or not acknowledged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProduceError {
    /// The content is not a JSON object.
    #[error("the content of the message cannot be written as a JSON object: {0}")]
    Content(String),
    /// The message could not be signed.
    #[error(transparent)]
    Signing(#[from] SignError),
    /// The channel has ended. Nothing was sent.
    #[error("the message channel has ended, and nothing was sent")]
    Ended,
    /// No acknowledgement came within ten seconds, or before the connection broke. The platform may
    /// have accepted the message.
    #[error("the platform did not acknowledge the message, but may have accepted it")]
    NoAcknowledgement,
    /// The platform rejected the message.
    #[error("the platform rejected the message: {} {}", redact::line(code), redact::line(message))]
    Rejected {
        /// The platform's code (`x-code`).
        code: String,
        /// The platform's message (`x-error`).
        message: String,
    },
}

impl Producer {
    pub(super) fn new(line: Arc<Line>) -> (Self, mpsc::Receiver<Order>) {
        let (orders, receiver) = mpsc::channel(1);
        (Self { line, orders, count: Arc::default() }, receiver)
    }

    /// Sends a message of this topic (`msgApi`), and returns the id with which the platform
    /// acknowledges it. Without a connection it waits for the next one.
    ///
    /// # Errors
    /// When the message was not sent, or not acknowledged within ten seconds.
    pub async fn produce<C: Serialize + ?Sized>(
        &self,
        method: &str,
        content: &C,
    ) -> Result<Option<String>, ProduceError> {
        let content = serde_json::to_string(content)
            .map_err(|error| ProduceError::Content(redact::line(&error.to_string())))?;
        if !content.starts_with('{') {
            return Err(ProduceError::Content("it is another kind of JSON".to_owned()));
        }
        let sending = self.send(method, &content);
        let limit = self.line.clock().sleep(LIMIT);
        tokio::select! {
            biased;
            acknowledgement = sending => {
                let Acknowledgement { id, accepted, code, error, .. } = acknowledgement?;
                if accepted { Ok(id) } else { Err(ProduceError::Rejected { code, message: error }) }
            }
            () = limit => Err(ProduceError::NoAcknowledgement),
        }
    }

    async fn send(&self, method: &str, content: &str) -> Result<Acknowledgement, ProduceError> {
        let (app_id, serials) = (self.line.client.app_id(), self.line.serials());
        let data = Produced { app_id, method, serials, content }.data();
        let signature = self.line.sign(data.as_bytes()).await?;
        let timestamp = self.line.client.identity().unix_milliseconds();
        let sign_type = self.line.settings.sign_type.as_str();
        let stream_id = self.stream_id();
        let frame = Produced::frame(&stream_id, timestamp, sign_type, &signature, &data);
        let (sender, acknowledged) = oneshot::channel();
        let order = Order { stream_id, frame, acknowledged: sender };
        self.orders.send(order).await.map_err(|_| ProduceError::Ended)?;
        acknowledged.await.map_err(|_| ProduceError::NoAcknowledgement)
    }

    /// A short text that is unique.
    fn stream_id(&self) -> String {
        let nonce: String = self.line.nonce().chars().take(12).collect();
        format!("c{nonce}{}", self.count.fetch_add(1, Ordering::Relaxed))
    }
}

impl_debug!(Producer);

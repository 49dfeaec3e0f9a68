//! A message that was handed out, and its acknowledgement.

use std::ops::Deref;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::UnboundedSender;

use crate::notify::{Message, Reply};
use alipay_sdk_core::{impl_debug, protocol::message::Route};

/// A message of a [`Channel`](super::Channel). Acknowledge it when the work is done.
///
/// Dropping it without a response, also by a panic, responds as [`fail`](Self::fail) does: the
/// platform sends the message again. The response takes the connection of the message. When that
/// connection is gone, the platform gets no response, and sends the message again.
pub struct Delivery {
    message: Message,
    answer: Option<Answer>,
}

/// The way of an acknowledgement.
struct Answer {
    route: Route,
    to: UnboundedSender<String>,
    /// The place among the messages that may be handed out at once.
    _place: OwnedSemaphorePermit,
}

impl Delivery {
    pub(super) fn new(
        message: Message,
        route: Route,
        to: UnboundedSender<String>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Self { message, answer: Some(Answer { route, to, _place: place }) }
    }

    /// Returns the message.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Acknowledges the message: the work is done, and the platform does not send it again.
    pub fn ack(mut self) {
        self.answer(true);
    }

    /// Rejects the message: the work is not done, and the platform sends it again.
    pub fn fail(mut self) {
        self.answer(false);
    }

    /// Acknowledges or rejects the message, as this reply says, for instance that of
    /// [`Handled::reply`](crate::notify::Handled::reply).
    pub fn reply(mut self, reply: Reply) {
        self.answer(reply == Reply::Success);
    }

    fn answer(&mut self, handled: bool) {
        let (Some(answer), Some(id)) = (self.answer.take(), &self.message.id) else { return };
        // The session has ended when nobody takes it; then the message comes again.
        let _ = answer.to.send(answer.route.acknowledgement(id, handled));
    }
}

impl Deref for Delivery {
    type Target = Message;

    fn deref(&self) -> &Message {
        &self.message
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.answer(false);
    }
}

impl_debug!(Delivery, |this| {
    message: this.message,
});

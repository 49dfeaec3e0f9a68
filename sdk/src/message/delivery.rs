//! A message that was handed out, and its acknowledgement.

use std::ops::Deref;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::UnboundedSender;

use crate::notify::{Message, Reply};
use alipay_sdk_core::{impl_debug, protocol::message::Route};

/// A message of a [`Channel`](super::Channel), to be acknowledged when the work is done.
///
/// Dropped unanswered, also by a panic, it is answered as [`fail`](Self::fail) does: the
/// platform then sends it again. A response takes the connection that the message came by. When
/// that is gone there is none, and the message comes again, too.
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

    /// The message.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// The work is done: do not send the message again.
    pub fn ack(mut self) {
        self.answer(true);
    }

    /// The work is not done: send it again.
    pub fn fail(mut self) {
        self.answer(false);
    }

    /// One or the other, as [`Handled::reply`](crate::notify::Handled::reply) has it.
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

//! What a notification tells.

use super::{Notification, NotificationError, TradeNotification};
use alipay_sdk_core::{impl_debug, protocol::gateway_check::CHECK};

/// What a notification tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Something happened to a trade: it has a `trade_status`.
    Trade(Box<TradeNotification>),
    /// The message service says something: it has a `msg_method`.
    Message(Message),
    /// The platform checks the application gateway (`alipay.service.check`), and `success` is no
    /// response to that: [`NotificationVerifier::receive`](super::NotificationVerifier::receive)
    /// gives the one that it wants.
    GatewayCheck,
    /// Anything else, an agreement that was signed for instance: see the
    /// [`parameters`](Notification::parameters).
    Other,
}

/// A message of the message service (消息服务). `Debug` leaves its content out.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// What it is about, for instance `alipay.open.auth.appauth.cancelled`.
    pub method: String,
    /// Its content (`biz_content`): the text of a JSON object, as the method documents it.
    pub content: String,
    /// When it was sent (`utc_timestamp`): Unix time in milliseconds.
    pub sent_at: Option<u64>,
}

impl Notification {
    /// What it tells.
    ///
    /// # Errors
    /// [`NotificationError::Unreadable`] when the numbers, the status or the amount of a trade are
    /// missing or not of their documented form.
    pub fn event(&self) -> Result<Event, NotificationError> {
        if self.is_of_service() {
            let is_check = self.get("service") == Some(CHECK);
            return Ok(if is_check { Event::GatewayCheck } else { Event::Other });
        }
        if let Some(method) = self.get("msg_method") {
            return Ok(Event::Message(Message {
                method: method.to_owned(),
                content: self.get("biz_content").unwrap_or_default().to_owned(),
                sent_at: self.get("utc_timestamp").and_then(|text| text.parse().ok()),
            }));
        }
        if self.is_trade() {
            return TradeNotification::read(self).map(|trade| Event::Trade(Box::new(trade)));
        }
        Ok(Event::Other)
    }
}

impl_debug!(Message, |this| {
    method: this.method,
    sent_at: this.sent_at,
});

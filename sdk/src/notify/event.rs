//! The events that notifications report.

use serde::de::DeserializeOwned;

use super::{Notification, NotificationError, TradeNotification};
use alipay_sdk_core::{DecodeError, impl_debug, protocol::gateway_check::CHECK};

/// The event that a notification reports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// An event of a trade. The notification has a `trade_status`.
    Trade(Box<TradeNotification>),
    /// A message of the message service. The notification has a `msg_method`.
    Message(Message),
    /// The check of the application gateway (`alipay.service.check`). `success` is not a valid
    /// reply to it: [`NotificationVerifier::receive`](super::NotificationVerifier::receive) returns
    /// the reply that the platform expects.
    GatewayCheck,
    /// Any other event, for instance a signed agreement. Read its
    /// [`parameters`](Notification::parameters).
    Other,
}

/// A message of the message service (消息服务), posted to the application gateway, or sent over the
/// message channel (feature `messages`). `Debug` leaves its content out.
///
/// It is a key for `handle_once`: the work is done once per id, whether the message is posted or
/// comes over the channel.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The id of the message (`notify_id`, `x-msgId`), the same in all deliveries.
    pub id: Option<String>,
    /// The application that it is for.
    pub app_id: Option<String>,
    /// The topic, for instance `alipay.open.auth.appauth.cancelled`.
    pub method: String,
    /// The content (`biz_content`): the text of a JSON object, whose form the topic documents.
    pub content: String,
    /// The time when the message was sent (`utc_timestamp`, `x-timestamp`): Unix time in
    /// milliseconds.
    pub sent_at: Option<u64>,
}

impl Message {
    /// Parses the content into a type of your own, or into a [`model`](crate::model).
    ///
    /// # Errors
    /// When the content does not fit the type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        serde_json::from_str(&self.content).map_err(|error| DecodeError::of_json(&error))
    }
}

impl Notification {
    /// Returns the event of the notification.
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
                id: self.notify_id().map(str::to_owned),
                app_id: self.app_id().map(str::to_owned),
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
    id: this.id,
    method: this.method,
    sent_at: this.sent_at,
});

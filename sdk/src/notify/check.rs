//! What the platform sends to an application gateway (应用网关) under `service`.

use super::{Notification, NotificationError};
use alipay_sdk_core::{data::Json, protocol::gateway_check::CHECK, wire::xml};

const CONTENT: &str = "biz_content";

/// The content of the check, or of an event of a life account.
pub(super) struct GatewayMessage(Json);

impl GatewayMessage {
    /// Read what was verified only: this is XML, which may hold many elements.
    pub(super) fn read(notification: &Notification) -> Result<Self, NotificationError> {
        let problem = "is not the XML of an application gateway";
        let unreadable = NotificationError::Unreadable { name: CONTENT, problem };
        let text = notification.get(CONTENT).ok_or(unreadable.clone())?;
        match xml::parse(text.as_bytes()) {
            Ok(Json::Object(mut root)) => Ok(Self(root.remove("XML").ok_or(unreadable)?)),
            _ => Err(unreadable),
        }
    }

    /// The application that it is for.
    pub(super) fn app_id(&self) -> Option<&str> {
        self.text("AppId")
    }

    /// The text of an element; none when it is missing, empty, or a duplicate.
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
    }
}

/// Whether this is the check, as its content says.
pub(super) fn confirm(notification: &Notification) -> Result<(), NotificationError> {
    let is_check = notification.get("service") == Some(CHECK);
    if is_check && GatewayMessage::read(notification)?.text("EventType") == Some("verifygw") {
        return Ok(());
    }
    let problem = "is not the XML of a check: its `EventType` is not `verifygw`";
    Err(NotificationError::Unreadable { name: CONTENT, problem })
}

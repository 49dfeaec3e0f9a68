//! A notification whose signature was verified.

use std::collections::BTreeMap;
use std::fmt;

use alipay_sdk_core::protocol::gateway_check::is_service;

/// A notification that Alipay signed. Only [`NotificationVerifier`](super::NotificationVerifier)
/// creates one. `Debug` shows only its kind and id, because the rest may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    parameters: BTreeMap<String, String>,
    unread: Vec<String>,
}

impl Notification {
    pub(super) fn new(parameters: BTreeMap<String, String>, unread: Vec<String>) -> Self {
        Self { parameters, unread }
    }

    /// Returns all parameters that Alipay signed, decoded once, and `sign` and `sign_type`. The
    /// platform adds new parameters without notice. Parameters that are not in the signed text, for
    /// instance empty values, are left out.
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    /// Returns the names of the parameters whose values cannot be decoded, because their charset is
    /// unknown.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Returns a parameter, or `None` when it is missing or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns the id (`notify_id`), which is the same in all deliveries of a notification.
    pub fn notify_id(&self) -> Option<&str> {
        self.get("notify_id")
    }

    /// Returns the kind (`notify_type`), which is `trade_status_sync` for trades.
    pub fn notify_type(&self) -> Option<&str> {
        self.get("notify_type")
    }

    /// Returns the application that the notification is for (`app_id`).
    pub fn app_id(&self) -> Option<&str> {
        self.get("app_id")
    }

    /// Whether it is the check of an application gateway, or an event of a life account.
    pub(super) fn is_of_service(&self) -> bool {
        self.get("service").is_some_and(|service| is_service(service.as_bytes()))
    }

    pub(super) fn is_message(&self) -> bool {
        self.get("msg_method").is_some()
    }

    pub(super) fn is_trade(&self) -> bool {
        !self.is_message() && self.get("trade_status").is_some()
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Notification")
            .field("notify_type", &self.notify_type())
            .field("notify_id", &self.notify_id())
            .field("parameters", &self.parameters.len())
            .finish()
    }
}

//! A notification whose signature was verified.

use std::collections::BTreeMap;
use std::fmt;

/// A notification that Alipay signed. Only [`NotificationVerifier`](super::NotificationVerifier) makes
/// one. `Debug` shows its kind and id alone: the rest may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    parameters: BTreeMap<String, String>,
}

impl Notification {
    pub(super) fn new(parameters: BTreeMap<String, String>) -> Self {
        Self { parameters }
    }

    /// All parameters as received, decoded once; `sign` and `sign_type` included. New ones appear
    /// without notice.
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    /// A parameter; none when it is missing or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Its id (`notify_id`), the same in all deliveries until one is acknowledged.
    pub fn notify_id(&self) -> Option<&str> {
        self.get("notify_id")
    }

    /// Its kind: `trade_status_sync` for trades.
    pub fn notify_type(&self) -> Option<&str> {
        self.get("notify_type")
    }

    /// The application that it is for.
    pub fn app_id(&self) -> Option<&str> {
        self.get("app_id")
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

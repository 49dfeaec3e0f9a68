//! A notification whose signature was verified.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use alipay_sdk_core::protocol::gateway_check::is_service;

/// A notification that Alipay signed. Only [`NotificationVerifier`](super::NotificationVerifier)
/// makes one. `Debug` shows its kind and id alone: the rest may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    parameters: BTreeMap<String, String>,
    unread: BTreeSet<String>,
}

impl Notification {
    pub(super) fn new(parameters: BTreeMap<String, String>, unread: BTreeSet<String>) -> Self {
        Self { parameters, unread }
    }

    /// All parameters that Alipay signed, decoded once, and beside them `sign` and `sign_type`. New
    /// ones appear without notice. What the signed text does not hold, empty values for instance,
    /// is not here.
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    /// The names of parameters that Alipay signed in a charset that is not known: their values are
    /// lost.
    pub fn unread(&self) -> &BTreeSet<String> {
        &self.unread
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

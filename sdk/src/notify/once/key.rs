//! The subject that is handled once: a fact about a trade, or the work of one message.

use crate::notify::{Message, Notification, NotificationError, TradeFact};

/// A key of [`handle_once`](super::handle_once), which does the work once per key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of work that is done once",
    label = "no `OnceKey`",
    note = "pass a `Notification`, a `Message` or a `TradeFact`; pass a `ByMessage` to do the work once per `notify_id`"
)]
pub trait OnceKey {
    /// Returns the key in the store. It is the same for everything that leads to the same work.
    ///
    /// # Errors
    /// When a number of the key is missing.
    fn once_key(&self) -> Result<String, NotificationError>;
}

/// A key for work on each message, once per `notify_id`, also when several messages tell the same
/// fact (`TRADE_FINISHED` after `TRADE_SUCCESS`).
///
/// ```
/// use alipay_sdk::notify::{ByMessage, HandleError, Handled, Notification, handle_once};
/// use alipay_sdk::store::IdempotencyStore;
///
/// async fn archived(
///     store: &dyn IdempotencyStore,
///     notification: &Notification,
/// ) -> Result<Handled, HandleError<std::io::Error>> {
///     handle_once(store, &ByMessage(notification), async { Ok(()) }).await
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ByMessage<'n>(pub &'n Notification);

/// The fact that it tells about a trade; without one the message.
impl OnceKey for Notification {
    fn once_key(&self) -> Result<String, NotificationError> {
        match self.trade_fact()? {
            Some(fact) => fact.once_key(),
            None => ByMessage(self).once_key(),
        }
    }
}

impl OnceKey for TradeFact {
    fn once_key(&self) -> Result<String, NotificationError> {
        Ok(format!("trade/{}/{}", self.trade_no, self.fact.name()))
    }
}

/// Ids are unique within an application.
impl OnceKey for ByMessage<'_> {
    fn once_key(&self) -> Result<String, NotificationError> {
        message_key(self.0.app_id(), self.0.notify_id())
    }
}

/// The same key as that of the notification that it was posted as.
impl OnceKey for Message {
    fn once_key(&self) -> Result<String, NotificationError> {
        message_key(self.app_id.as_deref(), self.id.as_deref())
    }
}

fn message_key(app_id: Option<&str>, id: Option<&str>) -> Result<String, NotificationError> {
    let missing = NotificationError::Unreadable { name: "notify_id", problem: "is missing" };
    Ok(format!("notify/{}/{}", app_id.unwrap_or_default(), id.ok_or(missing)?))
}

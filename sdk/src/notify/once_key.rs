//! The subject that is handled once: a fact about a trade, or the work of one message.

use super::{Message, Notification, NotificationError, TradeFact};

/// What [`handle_once`](super::handle_once) does once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that can be handled once",
    label = "no `OnceKey`",
    note = "pass a `Notification`, a `Message` or a `TradeFact`, or `ByMessage` for each message of its own"
)]
pub trait OnceKey {
    /// Its key in the store: the same for all that must lead to the work once.
    ///
    /// # Errors
    /// When a number is missing that the key needs.
    fn once_key(&self) -> Result<String, NotificationError>;
}

/// Work for each message of its own, that is once per `notify_id`, also where several messages tell
/// the same fact: `TRADE_FINISHED` after `TRADE_SUCCESS`.
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

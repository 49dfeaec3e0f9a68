//! Handling a notification once, however often it comes.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures_timer::Delay;

use super::{Notification, NotificationError, Reply};
use crate::store::{Claim, IdempotencyStore, Started, StoreError};

/// For how long a notification stays with work that says nothing more, because its process died or the
/// connection was closed: one minute. The platform sends again after four.
pub const LEASE: Duration = Duration::from_secs(60);

/// How often work that goes on says so.
const RENEWAL: Duration = Duration::from_secs(20);

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handled {
    /// The work was done.
    Now,
    /// It was done before: this is a duplicate.
    Before,
    /// Somebody else is at it. If that fails, the platform's next delivery tries again.
    Elsewhere,
}

impl Handled {
    /// What to respond with: `success` only when the work is done.
    pub fn reply(self) -> Reply {
        match self {
            Self::Now | Self::Before => Reply::Success,
            Self::Elsewhere => Reply::Fail,
        }
    }
}

/// A notification was not handled; respond with [`Reply::Fail`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HandleError<E> {
    /// The work failed; the next delivery tries again.
    #[error("the work of the notification failed")]
    Work(#[source] E),
    /// The store failed. When that was after the work was done, the next delivery does it again.
    #[error("the store of notifications failed")]
    Store(#[from] StoreError),
    /// It has no `notify_id`, so nobody can tell whether it was handled before.
    #[error(transparent)]
    NoId(NotificationError),
}

/// Does the work of a notification if nobody has done it before, and nobody is at it: in this process or
/// any other that has the same store. Otherwise `work` is dropped without being started.
///
/// Work that fails, panics or is dropped is done again at the next delivery. Between its end and the
/// store's word there is a moment in which a process can die: then it is done again as well. What must
/// not be, a transfer for instance, needs a number of its own; what changes a database looks into it
/// first.
///
/// ```
/// use alipay_sdk::notify::{Notification, Reply, handle_once};
/// use alipay_sdk::store::IdempotencyStore;
///
/// async fn reply(store: &dyn IdempotencyStore, notification: &Notification) -> Reply {
///     let work = async {
///         // … mark the order as paid …
///         Ok::<(), std::io::Error>(())
///     };
///     match handle_once(store, notification, work).await {
///         Ok(handled) => handled.reply(),
///         Err(error) => {
///             tracing::error!(%error, "a notification was not handled");
///             Reply::Fail
///         }
///     }
/// }
/// ```
///
/// # Errors
/// When the work or the store fails, or the notification has no id.
pub async fn handle_once<E>(
    store: &(impl IdempotencyStore + ?Sized),
    notification: &Notification,
    work: impl Future<Output = Result<(), E>>,
) -> Result<Handled, HandleError<E>> {
    let key = key(notification).map_err(HandleError::NoId)?;
    let claim = match store.start(&key, "", LEASE).await? {
        Started::New(claim) | Started::Resumed { claim, .. } => claim,
        Started::Busy => return Ok(Handled::Elsewhere),
        Started::Finished { .. } => return Ok(Handled::Before),
    };
    match holding(store, &claim, work).await? {
        Ok(()) => {
            store.finish(&claim, "").await?;
            Ok(Handled::Now)
        }
        Err(error) => {
            if let Err(error) = store.release(&claim).await {
                // The lease ends before the platform's next repetition.
                tracing::warn!(target: "alipay_sdk", %error, "a notification was not released");
            }
            Err(HandleError::Work(error))
        }
    }
}

/// Ids are unique within an application.
fn key(notification: &Notification) -> Result<String, NotificationError> {
    let missing = NotificationError::Unreadable { name: "notify_id", problem: "is missing" };
    let id = notification.notify_id().ok_or(missing)?;
    Ok(format!("notify/{}/{id}", notification.app_id().unwrap_or_default()))
}

/// Works, and renews the claim meanwhile. Work whose claim is lost is dropped: somebody else does it.
async fn holding<F: Future>(
    store: &(impl IdempotencyStore + ?Sized),
    claim: &Claim,
    work: F,
) -> Result<F::Output, StoreError> {
    let mut work = pin!(work);
    loop {
        let mut renewal = Delay::new(RENEWAL);
        let done = poll_fn(|at| match work.as_mut().poll(at) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => Pin::new(&mut renewal).poll(at).map(|()| None),
        });
        match done.await {
            Some(output) => return Ok(output),
            None => renew(store, claim).await?,
        }
    }
}

async fn renew(store: &(impl IdempotencyStore + ?Sized), claim: &Claim) -> Result<(), StoreError> {
    match store.save(claim, "", LEASE).await {
        Err(error) if !error.is_claim_lost() => {
            tracing::warn!(target: "alipay_sdk", %error, "a claim was not renewed");
            Ok(())
        }
        other => other,
    }
}

//! Doing once what notifications ask for, however often they come.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use super::hold::{First, Hold, Over, first};
use super::key::OnceKey;
use crate::notify::{NotificationError, Reply};
use alipay_sdk_core::{
    clock::{Clock, SystemClock},
    store::{Claim, IdempotencyStore, Started, StoreError, StoreErrorKind},
};

/// The default lease: one minute. When a process dies, another process may take over its work after
/// this time. The platform sends a notification again after four minutes.
pub const LEASE: Duration = Duration::from_secs(60);

/// The result of handling a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handled {
    /// The work was done now.
    Now,
    /// The work was done before: the notification is a duplicate, or tells a known fact.
    Before,
    /// Another process is doing the work. When that fails, the platform's next delivery tries
    /// again.
    Elsewhere,
}

impl Handled {
    /// Returns the reply to the platform: `success` only when the work is done.
    pub fn reply(self) -> Reply {
        match self {
            Self::Now | Self::Before => Reply::Success,
            Self::Elsewhere => Reply::Fail,
        }
    }
}

/// Why a notification was not handled. Respond with [`Reply::Fail`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HandleError<E> {
    /// The work failed. The next delivery tries again.
    #[error("the work of the notification failed")]
    Work(#[source] E),
    /// The store failed. When it failed after the work was done, the next delivery does the work
    /// again.
    #[error("the store of notifications failed")]
    Store(#[from] StoreError),
    /// The lease ended before the store renewed it, so another process may do the work. The work
    /// was stopped, and the next delivery does it again. The source is the last error of the store,
    /// if there was one.
    #[error("the store did not renew the lease of a notification in time: its work was stopped")]
    LeaseEnded(#[source] Option<StoreError>),
    /// The notification has no number (`notify_id`, `trade_no`), so it is unknown whether it was
    /// handled before.
    #[error(transparent)]
    NoId(NotificationError),
}

/// Does the work of a notification once, among all processes that share the store. When the work
/// was done before, or another process is doing it, `work` is dropped without being started.
///
/// The key is a [`Notification`](crate::notify::Notification): then the work is done once per
/// trade and [fact](crate::notify::Fact), whichever message tells it. `TRADE_FINISHED` comes up to
/// a year after `TRADE_SUCCESS` and leads to nothing. A notification that tells no such fact is
/// handled once per `notify_id`. A [`TradeFact`](crate::notify::TradeFact) is the key of what a
/// query tells, and [`ByMessage`](super::ByMessage) that of work for each message.
///
/// Work that fails, panics or is dropped is done again at the next delivery. It is also done again
/// when the process dies between the end of the work and the write to the store. Make such work
/// idempotent: give a transfer a number of its own, and check the database before you change it.
///
/// The claim is renewed while the work goes on. When the store cannot be reached for most of a
/// [`LEASE`], the work is dropped before another process may begin. Waiting work stops at once, and
/// work that blocks its thread stops at its next `await`. Tasks that it has spawned go on.
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
/// [`HandleError`] when the work or the store fails, the lease ends, or the notification has no
/// number.
pub async fn handle_once<E>(
    store: &(impl IdempotencyStore + ?Sized),
    key: &(impl OnceKey + ?Sized),
    work: impl Future<Output = Result<(), E>>,
) -> Result<Handled, HandleError<E>> {
    HandleOnce::new().handle(store, key, work).await
}

/// Options for [`handle_once`]: another lease or clock.
#[derive(Clone)]
#[must_use]
pub struct HandleOnce {
    lease: Duration,
    clock: Arc<dyn Clock>,
}

impl HandleOnce {
    /// Creates the default options: a lease of one minute ([`LEASE`]), and the clock of this
    /// machine.
    pub fn new() -> Self {
        Self { lease: LEASE, clock: Arc::new(SystemClock) }
    }

    /// Sets the lease: after this time without a renewal another process may do the work. The lease
    /// is renewed after a third of it, and the work is dropped after five sixths. The store must
    /// respond faster than that.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets another clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Does the work once, as [`handle_once`] does.
    ///
    /// # Errors
    /// As for [`handle_once`].
    pub async fn handle<E>(
        &self,
        store: &(impl IdempotencyStore + ?Sized),
        key: &(impl OnceKey + ?Sized),
        work: impl Future<Output = Result<(), E>>,
    ) -> Result<Handled, HandleError<E>> {
        let key = key.once_key().map_err(HandleError::NoId)?;
        let mut hold = self.hold();
        let started = hold.within(store.start(&key, "", self.lease)).await;
        let claim = match started.unwrap_or_else(silent)? {
            Started::New(claim) | Started::Resumed { claim, .. } => claim,
            Started::Busy => return Ok(Handled::Elsewhere),
            Started::Finished { .. } => return Ok(Handled::Before),
        };
        match self.work::<E, _>(store, &claim, hold, pin!(work)).await? {
            Ok(()) => {
                self.finish(store, &claim).await?;
                Ok(Handled::Now)
            }
            Err(error) => {
                let released = self.hold().within(store.release(&claim)).await;
                if let Err(error) = released.unwrap_or_else(silent) {
                    // The lease ends before the platform's next delivery.
                    tracing::warn!(target: "alipay_sdk", %error, "a claim was not released");
                }
                Err(HandleError::Work(error))
            }
        }
    }

    /// Works, and renews the claim meanwhile. Work whose claim is lost, or whose lease is over, is
    /// dropped.
    async fn work<E, F: Future>(
        &self,
        store: &(impl IdempotencyStore + ?Sized),
        claim: &Claim,
        mut hold: Hold<'_>,
        mut work: Pin<&mut F>,
    ) -> Result<F::Output, HandleError<E>> {
        let mut pause = self.lease / 3;
        let mut problem = None;
        loop {
            match first(work.as_mut(), self.clock.sleep(pause), &mut hold).await {
                First::Work(output) => return Ok(output),
                First::Other(()) => {}
                First::Over => return Err(HandleError::LeaseEnded(problem)),
            }
            if hold.has_ended().await {
                return Err(HandleError::LeaseEnded(problem));
            }
            let renewed = self.hold();
            let renewal = store.save(claim, "", self.lease);
            match first(work.as_mut(), renewal, &mut hold).await {
                First::Work(output) => return Ok(output),
                First::Other(Ok(())) => {
                    (hold, pause, problem) = (renewed, self.lease / 3, None);
                }
                First::Other(Err(error)) if error.is_claim_lost() => return Err(error.into()),
                First::Other(Err(error)) => {
                    tracing::warn!(target: "alipay_sdk", %error, "a claim was not renewed");
                    (pause, problem) = (self.again(), Some(error));
                }
                First::Over => return Err(HandleError::LeaseEnded(problem)),
            }
        }
    }

    /// Writes down that the work is done; again for most of a lease while the store fails.
    async fn finish(
        &self,
        store: &(impl IdempotencyStore + ?Sized),
        claim: &Claim,
    ) -> Result<(), StoreError> {
        let mut hold = self.hold();
        loop {
            let finished = hold.within(store.finish(claim, "")).await.unwrap_or_else(silent);
            let Err(error) = finished else { return Ok(()) };
            let passes = error.kind() == StoreErrorKind::Unavailable;
            if !passes || hold.within(self.clock.sleep(self.again())).await.is_err() {
                return Err(error);
            }
        }
    }

    fn hold(&self) -> Hold<'_> {
        Hold::begin(&*self.clock, self.lease)
    }

    /// How long to wait after the store failed.
    fn again(&self) -> Duration {
        self.lease / 30
    }
}

impl Default for HandleOnce {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HandleOnce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HandleOnce").field("lease", &self.lease).finish_non_exhaustive()
    }
}

/// What a store has done that did not respond for most of a lease.
fn silent<T>(_: Over) -> Result<T, StoreError> {
    Err(StoreError::new(StoreErrorKind::Unavailable, "it did not respond for most of a lease"))
}

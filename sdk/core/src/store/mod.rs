//! Stores for work that must be done once. A process that dies loses no work, and two processes do
//! no work twice.
//!
//! An [`IdempotencyStore`] keeps one entry per key, such as a payment, a refund or a notification.
//! The first caller of [`start`](IdempotencyStore::start) gets a [`Claim`] to the work. All other
//! callers learn that it is busy, or how it ended.
//!
//! **A lease** is the time for which a claim is valid without renewal. A working owner calls
//! [`save`](IdempotencyStore::save), which keeps the state of the work and renews the lease. When
//! an owner dies, its lease runs out, and the next `start` gets the work with the last saved state.
//! [`unfinished`](IdempotencyStore::unfinished) lists such work. A lease must be longer than the
//! longest time between two renewals: a call with its time-out, some seconds for the store, and a
//! reserve. When a lease runs out too early, and another process has taken the work, the first
//! owner can neither save nor finish: the error is [`StoreErrorKind::ClaimLost`].
//!
//! A store does not undo anything: between two `save`s the platform may have processed a request.
//! Save each step, with all its numbers, *before* you do it, and query the platform when you
//! resume.
//!
//! | store | for | survives | shared by |
//! | --- | --- | --- | --- |
//! | [`MemoryStore`] | tests; work that may be forgotten | nothing | one process |
//! | [`FolderStore`] | programs on one machine, payout runs | killed processes, power failures | processes of one machine |
//! | `RedisStore`, feature `redis` | services with replicas; notifications | what Redis survives as it is configured | all machines |
//! | `PostgresStore`, feature `postgres` | services with replicas; money | what PostgreSQL survives | all machines |
//!
//! Finished entries are kept, so that a retry gets the outcome and does not do the work again.
//! Keep them for [`KEEP_FINISHED`], because `TRADE_FINISHED` reports a paid trade once more up to
//! a year later. The Redis store drops them by itself. For the others call `purge_finished`, for
//! instance daily.
//!
//! Keys have 1 to 512 bytes. No text may contain the character NUL, which PostgreSQL cannot keep.
//! States and outcomes may hold personal data: a store is as confidential as its orders.
//!
//! # Who can write to the store
//!
//! The entries of a store decide which work is done: a transfer that an attacker writes there would
//! be sent. Therefore flows authenticate their entries (HMAC-SHA256) with a key that is derived
//! from the application's private key, or set by `Flows::store_key`. [`AuthenticatedStore`] does
//! the same for your own work. An entry that somebody else wrote, changed, or copied from another
//! key is an error ([`StoreErrorKind::Untrusted`]), and is never resumed.
//!
//! Somebody with write access and without that key can still
//!
//! * delete an entry, or restore an older state of the same entry. A refund or a transfer is then
//!   sent again under its number, for which the platform acts once. A payment is not sent again.
//!   The work of a notification is done again, so check your database first;
//! * take, end or lengthen leases: work then stands still, or two processes do it at once;
//! * read the entries, including orders and buyers.
//!
//! So give write access only to the processes that need it: a database user and a schema of their
//! own, a password for Redis, or one system user for a folder. Use separate stores for the sandbox
//! and for production.
//!
//! ```
//! use std::time::Duration;
//!
//! # use alipay_sdk_core as alipay_sdk;
//! use alipay_sdk::store::{IdempotencyStore, MemoryStore, Started, StoreError};
//!
//! const LEASE: Duration = Duration::from_secs(60);
//!
//! /// Handles a notification once, also when it comes twice at the same time.
//! async fn handle(store: &dyn IdempotencyStore, notify_id: &str) -> Result<(), StoreError> {
//!     let claim = match store.start(notify_id, "", LEASE).await? {
//!         Started::New(claim) | Started::Resumed { claim, .. } => claim,
//!         // Finished before, or somebody is at it.
//!         Started::Busy | Started::Finished { .. } => return Ok(()),
//!     };
//!     // … mark the order as paid …
//!     store.finish(&claim, "paid").await
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let store = MemoryStore::new();
//! handle(&store, "2026112200222").await?;
//! handle(&store, "2026112200222").await
//! # })?;
//! # Ok::<(), StoreError>(())
//! ```

mod authenticated;
mod entry;
mod error;
mod folder;
mod key;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::random_id;

pub use authenticated::AuthenticatedStore;
pub use error::{StoreError, StoreErrorKind};
pub use folder::FolderStore;
pub use key::{KEY_LABEL, KeySource, StoreKey};
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;

/// How long to keep finished entries: 400 days. The platform reports a paid trade as finished up to
/// a year later.
pub const KEEP_FINISHED: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// The future of a method of a store.
pub type Stored<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps the started work, its state, and its outcome. The [module documentation](self) describes
/// the use.
///
/// An implementation must make sure that `start` is atomic (exactly one of many concurrent callers
/// gets a claim), that all users of the store share one clock, and that a change is durable once
/// its call succeeds. When a future is dropped, or fails as
/// [`Unavailable`](StoreErrorKind::Unavailable), the change may or may not have been made. A claim
/// from such a call becomes free when its lease is over.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store for work that must be done once",
    label = "no `IdempotencyStore`",
    note = "`MemoryStore` and `FolderStore` of `alipay_sdk::store` are stores, and with the Cargo features `redis` and \
            `postgres` also `RedisStore` and `PostgresStore`",
    note = "for another database, implement `alipay_sdk::store::IdempotencyStore`"
)]
pub trait IdempotencyStore: Send + Sync + 'static {
    /// Starts the work of this key, or returns what is known of it. When the key is new, the store
    /// keeps `state`; otherwise it returns the saved state.
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started>;

    /// Replaces the state of the work of this claim, and renews the lease. The lease may be over,
    /// as long as no other process has taken the work.
    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()>;

    /// Finishes the work for good, with its outcome. The same claim may repeat it with the same
    /// outcome.
    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()>;

    /// Releases the unfinished work, so that the next `start` resumes it at once. The state stays,
    /// and the claim is lost. `unfinished` lists the work by the time since its release.
    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()>;

    /// Returns unfinished work whose key begins with `prefix` and that nobody holds, because its
    /// lease is over or it was released. It returns at most `limit` entries, the longest free
    /// first. `start` resumes them.
    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>>;

    /// Returns the state of the work with exactly this key, if `unfinished` lists it. The default
    /// searches the result of `unfinished`. Override it in a store that finds a key directly.
    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move {
            let found = self.unfinished(key, usize::MAX).await?;
            Ok(found.into_iter().find(|found| found.key == key).map(|found| found.state))
        })
    }
}

/// A pointer to a store is a store.
macro_rules! forward {
    ($pointer:ident) => {
        impl<T: IdempotencyStore + ?Sized> IdempotencyStore for $pointer<T> {
            fn start<'a>(
                &'a self,
                key: &'a str,
                state: &'a str,
                lease: Duration,
            ) -> Stored<'a, Started> {
                (**self).start(key, state, lease)
            }

            fn save<'a>(
                &'a self,
                claim: &'a Claim,
                state: &'a str,
                lease: Duration,
            ) -> Stored<'a, ()> {
                (**self).save(claim, state, lease)
            }

            fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
                (**self).finish(claim, outcome)
            }

            fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
                (**self).release(claim)
            }

            fn unfinished<'a>(
                &'a self,
                prefix: &'a str,
                limit: usize,
            ) -> Stored<'a, Vec<Unfinished>> {
                (**self).unfinished(prefix, limit)
            }

            fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
                (**self).state(key)
            }
        }
    };
}

forward!(Arc);
forward!(Box);

/// The right to do the work of a key. It is valid until its lease is over and another process takes
/// the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    key: String,
    owner: String,
}

impl Claim {
    /// Creates a claim to this key with a new random owner. It is for implementations of stores: by
    /// itself it gives no right.
    ///
    /// # Errors
    /// [`Invalid`](StoreErrorKind::Invalid) when the key is empty, has more than 512 bytes, or
    /// contains NUL.
    pub fn new(key: &str) -> Result<Self, StoreError> {
        if !(1..=512).contains(&key.len()) {
            return Err(StoreError::new(StoreErrorKind::Invalid, "a key must have 1 to 512 bytes"));
        }
        check_text(key)?;
        Ok(Self { key: key.to_owned(), owner: random_id() })
    }

    /// Returns the key of the work.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the random id of the owner, which tells this claim from others to the same key.
    pub fn owner(&self) -> &str {
        &self.owner
    }
}

/// The result of [`IdempotencyStore::start`]. `Debug` leaves states and outcomes out.
pub enum Started {
    /// The work is new, and is yours.
    New(Claim),
    /// The work was started before, is not finished, and is yours now. The last owner may have done
    /// the step that it had saved.
    Resumed {
        /// The claim to the work.
        claim: Claim,
        /// The state that was saved last.
        state: String,
    },
    /// Another owner is doing the work.
    Busy,
    /// The work was finished before.
    Finished {
        /// The outcome of the work.
        outcome: String,
    },
}

impl fmt::Debug for Started {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(claim) => formatter.debug_tuple("New").field(claim).finish(),
            Self::Resumed { claim, .. } => {
                formatter.debug_struct("Resumed").field("claim", claim).finish_non_exhaustive()
            }
            Self::Busy => formatter.write_str("Busy"),
            Self::Finished { .. } => formatter.debug_struct("Finished").finish_non_exhaustive(),
        }
    }
}

/// Unfinished work that nobody holds. `Debug` leaves the state out.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfinished {
    /// The key of the work.
    pub key: String,
    /// The state that was saved last.
    pub state: String,
}

impl Unfinished {
    /// Creates an entry. A store of your own returns it in its list of unfinished work.
    pub fn new(key: impl Into<String>, state: impl Into<String>) -> Self {
        Self { key: key.into(), state: state.into() }
    }
}

impl fmt::Debug for Unfinished {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Unfinished").field("key", &self.key).finish_non_exhaustive()
    }
}

/// All stores reject what one of them cannot keep.
fn check_text(text: &str) -> Result<(), StoreError> {
    if text.contains('\0') {
        let reason = "a text with the character NUL cannot be kept";
        return Err(StoreError::new(StoreErrorKind::Invalid, reason));
    }
    Ok(())
}

/// A duration in milliseconds, at most 1,000 years, so that sums of them fit.
fn millis(duration: Duration) -> i64 {
    const MOST: i64 = 1_000 * 365 * 24 * 60 * 60 * 1000;
    i64::try_from(duration.as_millis()).unwrap_or(MOST).min(MOST)
}

//! Where work that must be done once is written down, so that a process that dies loses nothing and
//! two processes do nothing twice.
//!
//! An [`IdempotencyStore`] keeps one entry per key: a payment, a refund, a notification. The
//! first caller of [`start`](IdempotencyStore::start) gets a [`Claim`] to the work. All others
//! learn that it is busy, or how it ended.
//!
//! **A lease** is how long a claim holds by itself. While its owner works it calls
//! [`save`](IdempotencyStore::save), which keeps how far the work is and renews the lease. An owner
//! that dies says nothing more: when its lease is over, the next `start` gets the work with the
//! last saved state and goes on from there. [`unfinished`](IdempotencyStore::unfinished) lists what
//! waits for that. A lease must be longer than the longest silence of a living owner: a call with
//! its time-out, some seconds for the store, and a reserve. If it is over too early all the same,
//! and somebody else has taken the work, the first owner's claim is lost: it can neither save nor
//! finish, and its error says so ([`StoreErrorKind::ClaimLost`]).
//!
//! A store does not undo: between two `save`s the platform may have done what it was asked. Save
//! what is about to be done *before* doing it, with all its numbers, and query on resumption.
//!
//! | store | for | survives | shared by |
//! | --- | --- | --- | --- |
//! | [`MemoryStore`] | tests; work that may be forgotten | nothing | one process |
//! | [`FolderStore`] | programs on one machine, payout runs | killed processes, power failures | processes of one machine |
//! | `RedisStore`, feature `redis` | services with replicas; notifications | what Redis survives as it is configured | all machines |
//! | `PostgresStore`, feature `postgres` | services with replicas; money | what PostgreSQL survives | all machines |
//!
//! Finished entries are kept so that a retry gets the outcome instead of being done again. Keep
//! them for
//! [`KEEP_FINISHED`]: `TRADE_FINISHED` tells up to a year later once more that a trade is paid.
//! Redis drops them by itself, the others when they are told to (`purge_finished`), daily for
//! instance.
//!
//! Keys have 1 to 512 bytes; no text may contain the character NUL, which PostgreSQL cannot keep.
//! States and outcomes may hold personal data: a store is as confidential as the orders it is
//! about.
//!
//! # Who can write to the store
//!
//! A store decides what is done and what is not: a transfer that somebody writes there would be
//! sent. Flows therefore authenticate their entries (HMAC-SHA256) with a key from the application's
//! private key or from `Flows::store_key`; [`AuthenticatedStore`] does the same for work of your
//! own. An entry that somebody else wrote, changed, or copied from another key is reported
//! ([`StoreErrorKind::Untrusted`]) and never resumed.
//!
//! Somebody with write access and without that key can still
//!
//! * delete an entry, or put back an older state of the same entry. A refund or a transfer is then
//!   sent again under its number, which the platform does once. A payment is not sent again. The
//!   work of a notification is done again: it looks into your books first;
//! * take, end or lengthen leases: work then stands still, or two processes do it at once;
//! * read what is there, orders and buyers included.
//!
//! So give write access to the processes that need it alone: a database user and a schema of their
//! own, a password for Redis, one system user for a folder. Keep the sandbox and production apart.
//!
//! ```
//! use std::time::Duration;
//!
//! use alipay_sdk::store::{IdempotencyStore, MemoryStore, Started, StoreError};
//!
//! const LEASE: Duration = Duration::from_secs(60);
//!
//! /// Handles a notification once, also when it comes twice at the same time.
//! async fn handle(store: &dyn IdempotencyStore, notify_id: &str) -> Result<(), StoreError> {
//!     let claim = match store.start(notify_id, "", LEASE).await? {
//!         Started::New(claim) | Started::Resumed { claim, .. } => claim,
//!         // Finished before, or somebody is at it.
//!         _ => return Ok(()),
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

use alipay_sdk_core::clock::random_id;

pub use authenticated::AuthenticatedStore;
pub use error::{StoreError, StoreErrorKind};
pub use folder::FolderStore;
pub use key::StoreKey;
#[cfg(all(feature = "flows", feature = "trade", feature = "fund"))]
pub(crate) use key::{KeySource, LABEL};
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;

/// How long finished entries should be kept: 400 days. A trade that was paid is told to be finished
/// up to a year later.
pub const KEEP_FINISHED: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// What a store does, on its way.
pub type Stored<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps what was started, how far it is, and how it ended. The [module](self) tells how it is
/// used.
///
/// An implementation makes sure that `start` is atomic (of many callers at once exactly one
/// gets a claim), that all that use the store at once have one clock, and that what a call reports
/// as done is kept. When a future is dropped, or fails as
/// [`Unavailable`](StoreErrorKind::Unavailable), the change may have been made or not; a claim that
/// was taken that way frees itself with its lease.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store for work that must be done once",
    label = "no `IdempotencyStore`",
    note = "`MemoryStore` and `FolderStore` of `alipay_sdk::store` are stores, and with the Cargo features `redis` and \
            `postgres` also `RedisStore` and `PostgresStore`",
    note = "for another database, implement `alipay_sdk::store::IdempotencyStore`"
)]
pub trait IdempotencyStore: Send + Sync + 'static {
    /// Starts the work of this key, or says what is known of it. `state` is kept when the key is
    /// new; otherwise the one that was kept before is given back.
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started>;

    /// Replaces the state of the work that this claim holds, and renews the lease, which may be
    /// over as long as nobody else has taken the work.
    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()>;

    /// The work is done, for good. The same claim may say so again, with the same outcome.
    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()>;

    /// Gives the work back, unfinished: the next `start` resumes it at once. The state stays, the
    /// claim is lost. It is free from now on: what has been free for longer comes first.
    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()>;

    /// Work whose key begins with `prefix`, that was started, is not finished, and that nobody
    /// holds any more (its lease is over, or it was released): at most `limit` entries, the longest
    /// free first. `start` resumes them.
    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>>;

    /// The state of the work with exactly this key, if `unfinished` lists it. The default looks for
    /// it there; a store that finds a key at once should do that.
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

/// The right to do the work of a key, until its lease is over and somebody else takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    key: String,
    owner: String,
}

impl Claim {
    /// A claim to this key with a new, random owner. Stores make claims; it holds nothing by
    /// itself.
    ///
    /// # Errors
    /// [`Invalid`](StoreErrorKind::Invalid) when the key is empty, has more than 512 bytes, or
    /// contains NUL.
    pub fn new(key: &str) -> Result<Self, StoreError> {
        if !(1..=512).contains(&key.len()) {
            return Err(StoreError::new(StoreErrorKind::Invalid, "a key has 1 to 512 bytes"));
        }
        check_text(key)?;
        Ok(Self { key: key.to_owned(), owner: random_id() })
    }

    /// The key of the work.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Tells this claim from others to the same key.
    pub fn owner(&self) -> &str {
        &self.owner
    }
}

/// What a store knows of a key. `Debug` leaves states and outcomes out.
#[non_exhaustive]
pub enum Started {
    /// Nobody has started it before: it is yours.
    New(Claim),
    /// It was started before and is not finished, and nobody holds it any more: it is yours. What
    /// its last owner was about to do may have been done.
    Resumed {
        /// The right to go on.
        claim: Claim,
        /// The text that was saved last.
        state: String,
    },
    /// Somebody else is at it.
    Busy,
    /// It was finished before.
    Finished {
        /// How.
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

/// Work that nobody holds any more. `Debug` leaves the state out.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfinished {
    /// Its key.
    pub key: String,
    /// The text that was saved last.
    pub state: String,
}

impl Unfinished {
    /// What a store of your own reports.
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

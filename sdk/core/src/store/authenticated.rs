//! A store whose entries nobody else can write.

use std::sync::Arc;
use std::time::Duration;

use super::key::{KeySource, Part, StoreKey};
use super::{Claim, IdempotencyStore, Started, StoreError, StoreErrorKind, Stored, Unfinished};
use crate::impl_debug;

/// A store that authenticates the states and outcomes in another store. An authentication code
/// binds each of them to its key, its kind (state or outcome) and the version of the format.
///
/// An entry that was not written with the [`StoreKey`] is an error
/// ([`Untrusted`](StoreErrorKind::Untrusted)), and is never returned. Lists leave it out, and log a
/// warning with its key. `Flows` authenticate their entries themselves: pass them the plain store.
///
/// The [module documentation](super#who-can-write-to-the-store) lists what authentication does not
/// prevent.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::store::{AuthenticatedStore, IdempotencyStore, StoreError, StoreKey};
///
/// fn store(shared: impl IdempotencyStore, secret: &[u8]) -> Result<AuthenticatedStore, StoreError> {
///     Ok(AuthenticatedStore::new(shared, StoreKey::new(secret)?))
/// }
/// ```
#[derive(Clone)]
pub struct AuthenticatedStore {
    inner: Arc<dyn IdempotencyStore>,
    keys: Arc<dyn KeySource>,
}

impl AuthenticatedStore {
    /// Wraps a store, and authenticates its entries with this key.
    pub fn new(store: impl IdempotencyStore, key: StoreKey) -> Self {
        Self::keyed(Arc::new(store), Arc::new(key))
    }

    /// As [`new`](Self::new), with a key that may have to be derived first.
    #[doc(hidden)]
    pub fn keyed(inner: Arc<dyn IdempotencyStore>, keys: Arc<dyn KeySource>) -> Self {
        Self { inner, keys }
    }

    /// The same entries, with keys from elsewhere.
    #[doc(hidden)]
    pub fn rekeyed(self, keys: Arc<dyn KeySource>) -> Self {
        Self { keys, ..self }
    }

    /// As [`unfinished`](IdempotencyStore::unfinished), with keys and states apart: a state that is
    /// not authentic is an error of its own.
    #[doc(hidden)]
    pub async fn listed(
        &self,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, Result<String, StoreError>)>, StoreError> {
        let secret = self.keys.key().await?;
        let found = self.inner.unfinished(prefix, limit).await?;
        let open = |Unfinished { key, state }| {
            let state = secret.open(Part::State, &key, &state).map(str::to_owned);
            let state = state.ok_or_else(|| untrusted(&key));
            (key, state)
        };
        Ok(found.into_iter().map(open).collect())
    }
}

/// What it is, and what to do.
fn untrusted(key: &str) -> StoreError {
    let reason = format!(
        "{}: this entry was not written with the current key; check who can write to the store, \
         and use `StoreKey::or` after a change of the key",
        key.escape_debug()
    );
    StoreError::new(StoreErrorKind::Untrusted, reason)
}

impl IdempotencyStore for AuthenticatedStore {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        Box::pin(async move {
            let secret = self.keys.key().await?;
            let sealed = secret.seal(Part::State, key, state);
            match self.inner.start(key, &sealed, lease).await? {
                Started::Resumed { claim, state } => match secret.open(Part::State, key, &state) {
                    Some(state) => Ok(Started::Resumed { claim, state: state.to_owned() }),
                    None => {
                        // A failure frees the entry with its lease.
                        let _ = self.inner.release(&claim).await;
                        Err(untrusted(key))
                    }
                },
                Started::Finished { outcome } => match secret.open(Part::Outcome, key, &outcome) {
                    Some(outcome) => Ok(Started::Finished { outcome: outcome.to_owned() }),
                    None => Err(untrusted(key)),
                },
                other @ (Started::New(_) | Started::Busy) => Ok(other),
            }
        })
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        Box::pin(async move {
            let sealed = self.keys.key().await?.seal(Part::State, &claim.key, state);
            self.inner.save(claim, &sealed, lease).await
        })
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        Box::pin(async move {
            let sealed = self.keys.key().await?.seal(Part::Outcome, &claim.key, outcome);
            self.inner.finish(claim, &sealed).await
        })
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        self.inner.release(claim)
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        Box::pin(async move {
            let found = self.listed(prefix, limit).await?;
            let read = found.into_iter().filter_map(|(key, state)| match state {
                Ok(state) => Some(Unfinished::new(key, state)),
                Err(error) => {
                    error.warn_left_out();
                    None
                }
            });
            Ok(read.collect())
        })
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move {
            let secret = self.keys.key().await?;
            let Some(sealed) = self.inner.state(key).await? else { return Ok(None) };
            let state = secret.open(Part::State, key, &sealed).ok_or_else(|| untrusted(key))?;
            Ok(Some(state.to_owned()))
        })
    }
}

impl_debug!(AuthenticatedStore);

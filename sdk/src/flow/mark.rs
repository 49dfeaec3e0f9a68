//! Words that processes leave for each other in the store, as entries of their own.

use std::time::Duration;

use alipay_sdk_core::store::{IdempotencyStore, Started, StoreError};

/// A word about one entry of a store. Nobody ever holds it, so that all can read it.
pub(super) struct Mark(String);

impl Mark {
    /// That the task of this entry is to be canceled.
    pub(super) fn cancel(entry: &str) -> Self {
        Self(format!("cancel/{entry}/"))
    }

    /// That the failure that this entry has ended with was reopened: its text is that end.
    pub(super) fn reopened(entry: &str) -> Self {
        Self(format!("reopened/{entry}/"))
    }

    /// Its text, if somebody has left it.
    pub(super) async fn text(
        &self,
        store: &dyn IdempotencyStore,
    ) -> Result<Option<String>, StoreError> {
        store.state(&self.0).await
    }

    /// Leaves it, unless it was taken away before.
    pub(super) async fn leave(
        &self,
        store: &dyn IdempotencyStore,
        text: &str,
    ) -> Result<(), StoreError> {
        match store.start(&self.0, text, Duration::ZERO).await? {
            Started::Resumed { claim, state } if state != text => {
                store.save(&claim, text, Duration::ZERO).await
            }
            _ => Ok(()),
        }
    }

    /// Takes it away, for good.
    pub(super) async fn remove(&self, store: &dyn IdempotencyStore) -> Result<(), StoreError> {
        let Some(text) = self.text(store).await? else { return Ok(()) };
        match store.start(&self.0, &text, Duration::ZERO).await? {
            Started::New(claim) | Started::Resumed { claim, .. } => store.finish(&claim, "").await,
            _ => Ok(()),
        }
    }
}

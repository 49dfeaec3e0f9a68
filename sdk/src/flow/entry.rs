//! An entry of a store, in the hands of one run.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::error::FlowError;
use super::mark::Mark;
use crate::store::{Claim, IdempotencyStore, StoreError};

/// An entry of a store, in the hands of this run.
pub(super) struct Entry<'s> {
    store: &'s dyn IdempotencyStore,
    claim: Claim,
    /// Until when that is for sure; none when that is beyond all clocks.
    until: Mutex<Option<Instant>>,
    /// Where others say that the task is to be cancelled, if its kind can be.
    cancel: Option<Mark>,
}

impl<'s> Entry<'s> {
    /// The entry that this claim gives, for a lease that began then.
    pub(super) fn new(
        store: &'s dyn IdempotencyStore,
        claim: Claim,
        until: Option<Instant>,
        cancel: Option<Mark>,
    ) -> Self {
        Self { store, claim, until: Mutex::new(until), cancel }
    }

    /// How much is left of the lease, for sure.
    pub(super) fn left(&self) -> Duration {
        let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.map_or(Duration::MAX, |until| until.saturating_duration_since(Instant::now()))
    }

    /// Replaces the state, and renews the lease.
    pub(super) async fn save(&self, state: &str, lease: Duration) -> Result<(), FlowError> {
        // The store counts from a later moment on.
        let until = Instant::now().checked_add(lease);
        let kept = self.store.save(&self.claim, state, lease).await;
        kept.map_err(|error| self.failed(error))?;
        *self.until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        Ok(())
    }

    /// Whether somebody has left word that the task is to be cancelled.
    pub(super) async fn is_cancelled(&self) -> Result<bool, FlowError> {
        match &self.cancel {
            Some(mark) => {
                let text = mark.text(self.store).await.map_err(FlowError::Store)?;
                Ok(text.is_some())
            }
            None => Ok(false),
        }
    }

    /// Keeps how the task ended, or fails if nobody may rely on an end that is not kept.
    pub(super) async fn finish(&self, finished: &str, is_needed: bool) -> Result<(), FlowError> {
        let mut kept = self.store.finish(&self.claim, finished).await;
        if kept.as_ref().is_err_and(|error| !error.is_claim_lost()) {
            // A failure of the store passes more often than not.
            kept = self.store.finish(&self.claim, finished).await;
        }
        match kept {
            Err(error) if is_needed || error.is_claim_lost() => Err(self.failed(error)),
            Err(error) => {
                let key = self.claim.key();
                tracing::warn!(target: "alipay_sdk", %error, key, "the end of a flow was not kept");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Takes away the word that the task is to be cancelled: it has ended.
    pub(super) async fn forget_cancel(&self) {
        if let Some(mark) = &self.cancel
            && let Err(error) = mark.remove(self.store).await
        {
            let key = self.claim.key();
            tracing::warn!(target: "alipay_sdk", %error, key, "a word to cancel stays in the store");
        }
    }

    /// Gives the entry back. A failure of the store does not matter, since the entry frees itself
    /// with its lease. But a run that has lost the claim does not know how the new owner ends the task.
    pub(super) async fn release(&self) -> Result<(), FlowError> {
        match self.store.release(&self.claim).await {
            Err(error) if error.is_claim_lost() => Err(self.failed(error)),
            _ => Ok(()),
        }
    }

    /// A claim that is lost belongs to somebody else.
    fn failed(&self, error: StoreError) -> FlowError {
        match error.is_claim_lost() {
            true => FlowError::Busy { key: self.claim.key().to_owned() },
            false => FlowError::Store(error),
        }
    }
}

pub(super) fn to_json(state: &impl Serialize) -> Result<String, FlowError> {
    serde_json::to_string(state)
        .map_err(|error| FlowError::Order(format!("it cannot be written as JSON: {error}")))
}

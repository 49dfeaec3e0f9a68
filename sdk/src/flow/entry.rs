//! An entry of a store, in the hands of one run.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use serde::Serialize;

use super::error::FlowError;
use super::mark::Mark;
use alipay_sdk_core::{
    clock::{Clock, Countdown},
    store::{Claim, IdempotencyStore, StoreError},
};

/// An entry of a store, in the hands of this run.
pub(super) struct Entry<'s> {
    store: &'s dyn IdempotencyStore,
    claim: Claim,
    clock: &'s dyn Clock,
    lease: Mutex<Countdown>,
    /// Where others say that the task is to be canceled, if its kind can be.
    cancel: Option<Mark>,
}

impl<'s> Entry<'s> {
    /// The entry that this claim gives, for this lease.
    pub(super) fn new(
        store: &'s dyn IdempotencyStore,
        claim: Claim,
        (clock, lease): (&'s dyn Clock, Countdown),
        cancel: Option<Mark>,
    ) -> Self {
        Self { store, claim, clock, lease: Mutex::new(lease), cancel }
    }

    /// How much is left of the lease, for sure.
    pub(super) fn left(&self) -> Duration {
        self.lease.lock().unwrap_or_else(PoisonError::into_inner).left(self.clock)
    }

    /// What a future gives, if the lease lasts so long. It is not polled once the lease is over: a
    /// call that is slow to leave, or of a machine that was suspended, is never sent beside that of
    /// the next owner.
    pub(super) async fn held<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        poll_fn(|at| match self.left().is_zero() {
            true => Poll::Ready(None),
            false => future.as_mut().poll(at).map(Some),
        })
        .await
    }

    /// Replaces the state, and renews the lease.
    pub(super) async fn save(&self, state: &str, lease: Duration) -> Result<(), FlowError> {
        let renewed = Countdown::of_lease(self.clock, lease);
        let kept = self.store.save(&self.claim, state, lease).await;
        kept.map_err(|error| self.failed(error))?;
        *self.lease.lock().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(())
    }

    /// Whether somebody has left word that the task is to be canceled.
    pub(super) async fn is_canceled(&self) -> Result<bool, FlowError> {
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
                tracing::warn!(target: "alipay_sdk", %error, key, "the end of a flow was not \
                                                                   saved");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Takes away the word that the task is to be canceled: it has ended.
    pub(super) async fn forget_cancel(&self) {
        if let Some(mark) = &self.cancel
            && let Err(error) = mark.remove(self.store).await
        {
            let key = self.claim.key();
            tracing::warn!(target: "alipay_sdk", %error, key, "a request to cancel stays in the \
                                                               store");
        }
    }

    /// Gives the entry back. A failure of the store does not matter, since the entry frees itself
    /// with its lease. But a run that has lost the claim does not know how the new owner ends the
    /// task.
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

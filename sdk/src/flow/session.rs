//! One run of a task: its time, and the entry of the store that keeps its steps.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::error::FlowError;
use super::timing::Timing;
use crate::client::Client;
use crate::store::{Claim, IdempotencyStore, StoreError};

/// One run of a task.
pub struct Session<'r> {
    pub(super) client: &'r Client,
    pub(super) timing: &'r Timing,
    pub(super) entry: Option<&'r Entry<'r>>,
}

/// When a run has to come to an end.
pub(super) struct Deadline {
    /// By the clock; none when that time is beyond all clocks.
    at: Option<SystemTime>,
    /// How much waiting is left, whatever becomes of the clock.
    left: Duration,
}

impl Session<'_> {
    /// So much time from now on.
    pub(super) fn within(&self, time: Duration) -> Deadline {
        Deadline { at: self.now().checked_add(time), left: time }
    }

    /// What is left of the time since then.
    pub(super) fn since(&self, start: SystemTime, time: Duration) -> Deadline {
        let passed = self.now().duration_since(start).unwrap_or_default();
        self.within(time.saturating_sub(passed))
    }

    /// How long this run may still wait.
    pub(super) fn left(&self, deadline: &Deadline) -> Duration {
        let left = |at: SystemTime| at.duration_since(self.now()).unwrap_or_default();
        deadline.at.map_or(Duration::MAX, left).min(deadline.left)
    }

    /// Keeps the task as it is, before a step that must not be forgotten, and renews the lease.
    pub(super) async fn keep(&self, task: &impl Serialize) -> Result<(), FlowError> {
        if let Some(Entry { store, claim }) = self.entry {
            let kept = store.save(claim, &to_json(task)?, self.timing.held()).await;
            kept.map_err(|error| store_error(error, claim))?;
        }
        Ok(())
    }

    /// Waits one interval, at most until the deadline; false when that is over.
    pub(super) async fn wait(
        &self,
        task: &impl Serialize,
        deadline: &mut Deadline,
    ) -> Result<bool, FlowError> {
        let left = self.left(deadline);
        if left.is_zero() {
            return Ok(false);
        }
        self.keep(task).await?;
        let pause = self.timing.poll.min(left);
        deadline.left = left.saturating_sub(pause);
        self.client.clock().sleep(pause).await;
        Ok(true)
    }

    fn now(&self) -> SystemTime {
        self.client.clock().now()
    }
}

/// An entry of a store, in the hands of this run.
pub(super) struct Entry<'s> {
    pub(super) store: &'s dyn IdempotencyStore,
    pub(super) claim: Claim,
}

impl Entry<'_> {
    /// Keeps how the task ended, or fails if nobody may rely on an end that is not kept.
    pub(super) async fn finish(&self, finished: &str, is_needed: bool) -> Result<(), FlowError> {
        let mut kept = self.store.finish(&self.claim, finished).await;
        if kept.as_ref().is_err_and(|error| !error.is_claim_lost()) {
            // A failure of the store passes more often than not.
            kept = self.store.finish(&self.claim, finished).await;
        }
        match kept {
            Err(error) if is_needed || error.is_claim_lost() => {
                Err(store_error(error, &self.claim))
            }
            Err(error) => {
                let key = self.claim.key();
                tracing::warn!(target: "alipay_sdk", %error, key, "the end of a flow was not kept");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Gives the entry back: it frees itself with its lease, whatever the store says to that. But
    /// whoever has lost the claim does not know how its new owner ends the task.
    pub(super) async fn release(&self) -> Result<(), FlowError> {
        match self.store.release(&self.claim).await {
            Err(error) if error.is_claim_lost() => Err(store_error(error, &self.claim)),
            _ => Ok(()),
        }
    }
}

/// A claim that is lost belongs to somebody else.
fn store_error(error: StoreError, claim: &Claim) -> FlowError {
    match error.is_claim_lost() {
        true => FlowError::Busy { key: claim.key().to_owned() },
        false => FlowError::Store(error),
    }
}

pub(super) fn to_json(state: &impl Serialize) -> Result<String, FlowError> {
    serde_json::to_string(state)
        .map_err(|error| FlowError::Order(format!("it cannot be written as JSON: {error}")))
}

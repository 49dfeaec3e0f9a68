//! What a store keeps of flows, and how an entry ends.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::outcome::Ended;
use super::{Flow, FlowError, Outcome, check};
use crate::store::{Claim, IdempotencyStore, StoreError};

/// What a store keeps of a flow that has ended.
#[derive(Serialize, Deserialize)]
pub(super) struct Finished<F> {
    pub(super) flow: F,
    pub(super) ended: Ended,
}

pub(super) fn state(value: &impl Serialize) -> Result<String, FlowError> {
    serde_json::to_string(value).map_err(unwritable)
}

pub(super) fn unwritable(error: serde_json::Error) -> FlowError {
    FlowError::Order(format!("it cannot be written as JSON: {error}"))
}

pub(super) fn read<T: DeserializeOwned>(key: &str, state: &str) -> Result<T, FlowError> {
    serde_json::from_str(state).map_err(|source| FlowError::State { key: key.to_owned(), source })
}

/// Whether a finished entry is that of this flow, and how it ended.
pub(super) fn outcome<F: Flow>(flow: F, key: &str, kept: &str) -> Result<Outcome<F>, FlowError> {
    let Finished { flow: known, ended } = read(key, kept)?;
    let number = flow.number().to_owned();
    flow.resumed(known)?;
    match ended {
        Ended::Paid(receipt) => Ok(Outcome::Paid(receipt)),
        Ended::Closed(closed) => Ok(Outcome::Closed(closed)),
        Ended::OtherOrder { reason } => Err(check::other(&number, &reason)),
    }
}

/// An entry in the hands of this run.
pub(super) struct Entry<'s> {
    pub(super) store: &'s dyn IdempotencyStore,
    pub(super) claim: Claim,
}

impl Entry<'_> {
    /// Keeps how the flow ended, or gives the entry back. Whoever has lost the claim does not know how
    /// its new owner ends it.
    pub(super) async fn end<F>(
        &self,
        flow: serde_json::Value,
        outcome: Result<Outcome<F>, FlowError>,
    ) -> Result<Outcome<F>, FlowError> {
        let Some(ended) = Ended::of(&outcome) else {
            return match self.store.release(&self.claim).await {
                Err(error) if error.is_claim_lost() => Err(self.error(error)),
                // It frees itself with its lease.
                _ => outcome,
            };
        };
        let text = state(&Finished { flow, ended })?;
        let Err(error) = self.finish(&text).await else { return outcome };
        match outcome {
            // Not kept, an order that was closed could be sent again: nobody may rely on it.
            Ok(Outcome::Closed(_)) => Err(self.error(error)),
            _ if error.is_claim_lost() => Err(self.error(error)),
            // A later run asks the platform, which says the same.
            outcome => {
                let key = self.claim.key();
                tracing::warn!(target: "alipay_sdk", %error, key, "the end of a flow was not kept");
                outcome
            }
        }
    }

    /// A failure of the store passes more often than not.
    async fn finish(&self, text: &str) -> Result<(), StoreError> {
        match self.store.finish(&self.claim, text).await {
            Err(error) if !error.is_claim_lost() => self.store.finish(&self.claim, text).await,
            done => done,
        }
    }

    /// Gives the entry back, whatever the store says to that: it frees itself with its lease.
    pub(super) async fn give_back(&self) {
        let _ = self.store.release(&self.claim).await;
    }

    pub(super) fn error(&self, error: StoreError) -> FlowError {
        FlowError::of_store(error, self.claim.key())
    }
}

//! Running flows: with time, and with a store that keeps their steps.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::outcome::Ended;
use super::{Flow, FlowError, Outcome, Timing};
use crate::client::Client;
use crate::store::{Claim, IdempotencyStore, Started};

/// Runs flows with a client.
#[derive(Clone)]
#[must_use]
pub struct Flows {
    client: Client,
    timing: Timing,
    store: Option<Arc<dyn IdempotencyStore>>,
    scope: Option<String>,
}

impl Flows {
    /// Flows of this client, without a store.
    pub fn new(client: &Client) -> Self {
        Self { client: client.clone(), timing: Timing::new(), store: None, scope: None }
    }

    /// Other times to wait. What time it is, and how it passes, is the client's
    /// [`Clock`](crate::Clock).
    pub fn timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// Where the steps of each flow are kept.
    pub fn store(mut self, store: impl IdempotencyStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Whose numbers these are, in the keys of the store. Without a word that is the application; a
    /// client that acts for a merchant needs the merchant's id here, since merchants may use the same
    /// numbers.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Runs a flow until its outcome is known, or the time is over.
    ///
    /// # Errors
    /// [`FlowError`] tells whether anything was done.
    pub async fn run<F: Flow>(&self, mut flow: F) -> Result<Outcome<F>, FlowError> {
        flow.start(self.now());
        let Some(store) = &self.store else {
            return flow.drive(&Run::new(self, None)).await;
        };
        let key = self.key::<F>(&flow.key())?;
        let claim = match store.start(&key, &state(&flow)?, self.timing.lease).await? {
            Started::New(claim) => claim,
            Started::Resumed { claim, state } => {
                flow = flow.resumed(read(&key, &state)?)?;
                claim
            }
            Started::Busy => return Err(FlowError::Busy { key }),
            Started::Finished { outcome } => {
                let Finished { flow: known, ended } = read(&key, &outcome)?;
                return flow.resumed(known).map(|_| ended.into());
            }
        };
        let kept = serde_json::to_value(&flow).map_err(unwritable)?;
        let outcome = flow.drive(&Run::new(self, Some((&**store, &claim)))).await;
        let kept = match outcome.as_ref().ok().and_then(Outcome::ended) {
            Some(ended) => {
                let outcome = state(&Finished { flow: kept, ended })?;
                store.finish(&claim, &outcome).await
            }
            None => store.release(&claim).await,
        };
        if let Err(error) = kept {
            // What is known is worth more than keeping it: a later run asks the platform again.
            tracing::warn!(target: "alipay_sdk", %error, key, "the end of a flow was not kept");
        }
        outcome
    }

    /// Flows of this kind in the store that have not ended and that nobody runs, to be run again: what
    /// a process left that died, and what ended as [`Outcome::Unknown`].
    ///
    /// # Errors
    /// When the store fails, or holds what is no flow. Without a store there is nothing.
    pub async fn unfinished<F: Flow>(&self, limit: usize) -> Result<Vec<F>, FlowError> {
        let Some(store) = &self.store else { return Ok(Vec::new()) };
        let found = store.unfinished(&self.key::<F>("")?, limit).await?;
        found.iter().map(|found| read(&found.key, &found.state)).collect()
    }

    fn key<F: Flow>(&self, key: &str) -> Result<String, FlowError> {
        let scope = match &self.scope {
            Some(scope) => scope,
            None if !self.client.acts_for_merchant() => self.client.app_id(),
            None => {
                let reason = "the client acts for a merchant: name it with `Flows::scope`";
                return Err(FlowError::Order(reason.to_owned()));
            }
        };
        Ok(format!("{}/{scope}/{key}", F::KIND))
    }

    fn now(&self) -> SystemTime {
        self.client.clock().now()
    }
}

impl fmt::Debug for Flows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Flows")
            .field("client", &self.client)
            .field("timing", &self.timing)
            .field("store", &self.store.is_some())
            .finish_non_exhaustive()
    }
}

/// What a store keeps of a flow that has ended.
#[derive(Serialize, Deserialize)]
struct Finished<F> {
    flow: F,
    ended: Ended,
}

fn state(value: &impl Serialize) -> Result<String, FlowError> {
    serde_json::to_string(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> FlowError {
    FlowError::Order(format!("it cannot be written as JSON: {error}"))
}

fn read<T: DeserializeOwned>(key: &str, state: &str) -> Result<T, FlowError> {
    serde_json::from_str(state).map_err(|source| FlowError::State { key: key.to_owned(), source })
}

/// One run of a flow.
pub struct Run<'r> {
    pub(super) client: &'r Client,
    pub(super) timing: &'r Timing,
    held: Option<(&'r dyn IdempotencyStore, &'r Claim)>,
}

impl<'r> Run<'r> {
    fn new(flows: &'r Flows, held: Option<(&'r dyn IdempotencyStore, &'r Claim)>) -> Self {
        Self { client: &flows.client, timing: &flows.timing, held }
    }

    /// The time this far from now.
    pub(super) fn after(&self, time: Duration) -> SystemTime {
        let now = self.client.clock().now();
        now.checked_add(time).unwrap_or(now)
    }

    /// Keeps the state of the flow, before a step that must not be forgotten.
    pub(super) async fn keep(&self, flow: &impl Serialize) -> Result<(), FlowError> {
        if let Some((store, claim)) = self.held {
            store.save(claim, &state(flow)?, self.timing.lease).await?;
        }
        Ok(())
    }

    /// Waits one interval, at most until `deadline`; false when that is over.
    pub(super) async fn wait(
        &self,
        flow: &impl Serialize,
        deadline: SystemTime,
    ) -> Result<bool, FlowError> {
        let left = deadline.duration_since(self.client.clock().now()).unwrap_or_default();
        if left.is_zero() {
            return Ok(false);
        }
        self.keep(flow).await?;
        self.client.clock().sleep(self.timing.poll.min(left)).await;
        Ok(true)
    }
}

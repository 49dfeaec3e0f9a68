//! Running flows, with a store that keeps their steps.

use std::fmt;
use std::sync::Arc;

use super::kept::{self, Entry, read, state, unwritable};
use super::run::Run;
use super::{Flow, FlowError, Outcome, Timing};
use crate::client::Client;
use crate::store::{IdempotencyStore, Started};

/// Runs flows with a client.
#[derive(Clone)]
#[must_use]
pub struct Flows {
    client: Client,
    timing: Timing,
    store: Option<Arc<dyn IdempotencyStore>>,
    scope: Option<String>,
}

/// What a run is for.
#[derive(Clone, Copy)]
enum Aim {
    Outcome,
    GiveUp,
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
    /// numbers. It must not be empty, nor have a `/`: flows of such a scope are not run.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Runs a flow until its outcome is known, or the time is over.
    ///
    /// Whoever drops the future stops the flow where it is: what was sent is sent, and with a store its
    /// claim is held until the lease is over, so that the next run is [`Busy`](FlowError::Busy) until
    /// then. Where that can happen, as in the handler of a web server whose client hangs up, let a task
    /// of its own run it:
    ///
    /// ```
    /// # use alipay_sdk::flow::{FlowError, Flows, Outcome, Refund};
    /// # async fn handler(flows: &Flows, refund: Refund) -> Result<(), Box<dyn std::error::Error>> {
    /// let flows = flows.clone();
    /// let task = tokio::spawn(async move { flows.run(refund).await });
    /// let outcome: Outcome<Refund> = task.await??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`FlowError`] tells whether anything was done.
    pub async fn run<F: Flow>(&self, flow: F) -> Result<Outcome<F>, FlowError> {
        self.go(flow, Aim::Outcome).await
    }

    /// Gives a flow up: nothing is sent any more that would move money, now or by a later run. With a
    /// store its entry ends, and [`unfinished`](Self::unfinished) does not give it any more.
    ///
    /// The platform is asked first. What has moved is [`Outcome::Paid`]; otherwise the flow ends as
    /// [`Outcome::Closed`], and says that it was [given up](super::Closed::abandoned). When the platform
    /// does not tell, it stays [`Outcome::Unknown`]. A payment is cancelled, and ends as one that was; of
    /// a [`Close`](super::Close) the trade stays as it is.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn abandon<F: Flow>(&self, flow: &F) -> Result<Outcome<F>, FlowError> {
        let flow = serde_json::from_str(&state(flow)?).map_err(unwritable)?;
        self.go(flow, Aim::GiveUp).await
    }

    /// Flows of this kind in the store that have not ended and that nobody runs, to be run again: what
    /// a process left that died, what ended as [`Outcome::Unknown`], and what was
    /// [not done](FlowError::NotDone). At most `limit`, those first that have waited longest.
    ///
    /// A refund or a transfer of which nothing was done yet is **sent** when it is run: what is not
    /// wanted any more has to be [given up](Self::abandon). A process that died still holds its flows for
    /// a [lease](Timing::lease), so ask regularly, not at the start alone.
    ///
    /// An entry that cannot be read, such as one of a newer version of the SDK, is a
    /// [`FlowError::State`] among the others, and counts towards `limit`.
    ///
    /// # Errors
    /// When the store fails. Without a store there is nothing.
    pub async fn unfinished<F: Flow>(
        &self,
        limit: usize,
    ) -> Result<Vec<Result<F, FlowError>>, FlowError> {
        let Some(store) = &self.store else { return Ok(Vec::new()) };
        let prefix = self.key::<F>("")?;
        let found = store.unfinished(&prefix, limit).await.map_err(FlowError::Store)?;
        Ok(found.iter().map(|found| read(&found.key, &found.state)).collect())
    }

    async fn go<F: Flow>(&self, mut flow: F, aim: Aim) -> Result<Outcome<F>, FlowError> {
        flow.start(self.client.clock().now());
        let Some(store) = &self.store else { return self.steps(flow, aim, None).await };
        let key = self.key::<F>(&flow.key())?;
        let started = store.start(&key, &state(&flow)?, self.timing.held()).await;
        let claim = match started.map_err(FlowError::Store)? {
            Started::New(claim) => claim,
            Started::Resumed { claim, state } => {
                match read(&key, &state).and_then(|kept| flow.resumed(kept)) {
                    Ok(resumed) => flow = resumed,
                    Err(error) => {
                        Entry { store, claim }.give_back().await;
                        return Err(error);
                    }
                }
                claim
            }
            Started::Busy => return Err(FlowError::Busy { key }),
            Started::Finished { outcome } => return kept::outcome(flow, &key, &outcome),
        };
        let kept = serde_json::to_value(&flow).map_err(unwritable)?;
        let entry = Entry { store, claim };
        let outcome = self.steps(flow, aim, Some(&entry)).await;
        entry.end(kept, outcome).await
    }

    async fn steps<F: Flow>(
        &self,
        flow: F,
        aim: Aim,
        entry: Option<&Entry<'_>>,
    ) -> Result<Outcome<F>, FlowError> {
        let run = Run { client: &self.client, timing: &self.timing, entry };
        match aim {
            Aim::Outcome => flow.drive(&run).await,
            Aim::GiveUp => flow.give_up(&run).await,
        }
    }

    fn key<F: Flow>(&self, key: &str) -> Result<String, FlowError> {
        let scope = match &self.scope {
            Some(scope) if scope.is_empty() || scope.contains('/') => {
                let reason = "a scope is not empty and has no `/`: see `Flows::scope`";
                return Err(FlowError::Order(reason.to_owned()));
            }
            Some(scope) => scope,
            None if !self.client.acts_for_merchant() => self.client.app_id(),
            None => {
                let reason = "the client acts for a merchant: name it with `Flows::scope`";
                return Err(FlowError::Order(reason.to_owned()));
            }
        };
        Ok(format!("{}/{scope}/{key}", F::KIND))
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

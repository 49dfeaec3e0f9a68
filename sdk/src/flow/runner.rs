//! Running tasks, with a store that keeps their steps.

use std::fmt;
use std::sync::Arc;

use serde_json::from_str;

use super::check;
use super::error::FlowError;
use super::order;
use super::outcome::{Ended, Outcome};
use super::session::{Entry, Session, to_json};
use super::status::Status;
use super::stored::{Stored, Written};
use super::task::{Driver, Kind, Task};
use super::timing::Timing;
use crate::client::Client;
use crate::store::{IdempotencyStore, Started};

/// Runs tasks with a client.
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

    /// Where the steps of each task are kept, and at the end its receipt, buyer included.
    pub fn store(mut self, store: impl IdempotencyStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Whose numbers these are, in the keys of the store. The default is the application; a client
    /// that acts for a merchant needs the merchant's id here, since merchants may use the same
    /// numbers. It must not be empty, nor have a `/`: tasks of such a scope are not run.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Runs a task until its outcome is known, or the time is over.
    ///
    /// Whoever drops the future stops the task where it is: what was sent is sent, and with a store its
    /// claim is held until the lease is over, so that the next run is [`Busy`](FlowError::Busy) until
    /// then. Where that can happen, as in the handler of a web server whose client hangs up, let a
    /// spawned task of the runtime run it:
    ///
    /// ```
    /// # use alipay_sdk::flow::{Flows, Outcome, Refund, Task};
    /// # async fn handler(
    /// #     flows: &Flows,
    /// #     refund: Task<Refund>,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// let flows = flows.clone();
    /// let spawned = tokio::spawn(async move { flows.run(refund).await });
    /// let outcome: Outcome<Refund> = spawned.await??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A task that was never run is checked first, as [`Call::check`](crate::Call::check) does.
    ///
    /// # Errors
    /// [`FlowError`] tells whether anything was done.
    pub async fn run<K: Kind>(&self, task: Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task, Aim::Outcome).await
    }

    /// Gives a task up: nothing is sent any more that would move money, now or by a later run. With a
    /// store its entry ends, and [`unfinished`](Self::unfinished) does not give it any more.
    ///
    /// The platform is asked first. What is done is [`Outcome::Succeeded`]; otherwise the task ends as
    /// [`Outcome::Failed`], as [`Abandoned`](super::FailureReason::Abandoned). When the platform does
    /// not tell, it stays [`Outcome::Unknown`]. A payment is cancelled, and ends as one that was; of a
    /// [`Close`](super::Close) the trade stays as it is.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn abandon<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task.reread(), Aim::GiveUp).await
    }

    /// Tasks of this kind in the store that have not ended and that nobody runs, to be run again: what
    /// a process left that died, what ended as [`Outcome::Unknown`], and what was
    /// [not done](FlowError::NotDone). At most `limit`, those first that have waited longest.
    ///
    /// A refund or a transfer of which nothing was done yet is **sent** when it is run: what is not
    /// wanted any more has to be [given up](Self::abandon). A process that died still holds its tasks
    /// for a [lease](Timing::lease), so ask regularly, not at the start alone.
    ///
    /// An entry that cannot be read, such as one of another version of the SDK, is a
    /// [`FlowError::State`] among the others, and counts towards `limit`.
    ///
    /// # Errors
    /// When the store fails. Without a store there is nothing.
    pub async fn unfinished<K: Kind>(
        &self,
        limit: usize,
    ) -> Result<Vec<Result<Task<K>, FlowError>>, FlowError> {
        let Some(store) = &self.store else { return Ok(Vec::new()) };
        let prefix = self.key::<K>("")?;
        let found = store.unfinished(&prefix, limit).await.map_err(FlowError::Store)?;
        let read =
            |key, state: &str| from_str(state).map_err(|source| FlowError::State { key, source });
        Ok(found.into_iter().map(|found| read(found.key, &found.state)).collect())
    }

    async fn start<K: Kind>(&self, mut task: Task<K>, aim: Aim) -> Result<Outcome<K>, FlowError> {
        if matches!(aim, Aim::Outcome) && task.progress.is_new() {
            order::check(&self.client, &task)?;
        }
        task.progress.start(self.client.clock().now());
        let last = match &self.store {
            None => self.drive(&mut task, aim, None).await?,
            Some(store) => self.drive_stored(&mut task, aim, &**store).await?,
        };
        Ok(Outcome::new(task, last))
    }

    /// Drives a task that nobody else drives, and keeps how it ends.
    async fn drive_stored<K: Kind>(
        &self,
        task: &mut Task<K>,
        aim: Aim,
        store: &dyn IdempotencyStore,
    ) -> Result<Status, FlowError> {
        let key = self.key::<K>(&K::key(&task.order))?;
        let unreadable = |source| FlowError::State { key: key.clone(), source };
        let started = store.start(&key, &to_json(task)?, self.timing.held()).await;
        let entry = match started.map_err(FlowError::Store)? {
            Started::New(claim) => Entry { store, claim },
            Started::Resumed { claim, state } => {
                let entry = Entry { store, claim };
                let kept = from_str(&state).map_err(unreadable);
                if let Err(error) = kept.and_then(|kept| task.resume(kept)) {
                    let _ = entry.release().await;
                    return Err(error);
                }
                entry
            }
            Started::Busy => return Err(FlowError::Busy { key }),
            Started::Finished { outcome } => {
                let stored = from_str(&outcome).and_then(|stored: Stored| stored.open(K::NAME));
                let (order, ended): (K::Order, Ended) = stored.map_err(unreadable)?;
                check::same_order(task.order == order, task.number())?;
                return ended.into_status(task.number());
            }
        };
        let ended = match self.drive(task, aim, Some(&entry)).await {
            Ok(Status::Succeeded(receipt)) => Ended::Succeeded(receipt),
            Ok(Status::Failed(failure)) => Ended::Failed(failure),
            Err(FlowError::OtherOrder { reason, .. }) => Ended::OtherOrder { reason },
            last => {
                entry.release().await?;
                return last;
            }
        };
        // Not kept, an order that failed could be sent again: nobody may rely on it. Of all else a
        // later run asks the platform, which says the same.
        let is_needed = matches!(ended, Ended::Failed(_));
        let finished = to_json(&Written::new(K::NAME, &task.order, &ended))?;
        entry.finish(&finished, is_needed).await?;
        ended.into_status(task.number())
    }

    async fn drive<K: Kind>(
        &self,
        task: &mut Task<K>,
        aim: Aim,
        entry: Option<&Entry<'_>>,
    ) -> Result<Status, FlowError> {
        let session = Session { client: &self.client, timing: &self.timing, entry };
        match aim {
            Aim::Outcome => K::Driver::run(task, &session).await,
            Aim::GiveUp => K::Driver::give_up(task, &session).await,
        }
    }

    fn key<K: Kind>(&self, key: &str) -> Result<String, FlowError> {
        let scope = match &self.scope {
            Some(scope) if scope.is_empty() || scope.contains('/') => {
                Err("a scope is not empty and has no `/`: see `Flows::scope`")
            }
            Some(scope) => Ok(&**scope),
            None if !self.client.acts_for_merchant() => Ok(self.client.app_id()),
            None => Err("the client acts for a merchant: name it with `Flows::scope`"),
        };
        let scope = scope.map_err(|reason| FlowError::Order(reason.to_owned()))?;
        Ok(format!("{}/{scope}/{key}", K::NAME))
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

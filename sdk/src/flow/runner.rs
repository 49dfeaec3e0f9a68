//! Running tasks: how, and where their steps are kept.

use std::sync::Arc;

use serde_json::from_str;

use super::cancel::{CancelHandle, Cancelable};
use super::error::FlowError;
use super::event::{Event, Listener};
use super::mark::Mark;
use super::order::Order;
use super::order_check;
use super::outcome::Outcome;
use super::run::{Aim, Run};
use super::stop::Stop;
use super::store_key::OfClient;
use super::task::{Kind, Task};
use super::timing::Timing;
use crate::client::Client;
use crate::store::{AuthenticatedStore, IdempotencyStore, KeySource, StoreError, StoreKey};
use alipay_sdk_core::{clock::certain, impl_debug};

/// Runs tasks with a client.
#[derive(Clone)]
#[must_use]
pub struct Flows {
    pub(super) client: Client,
    timing: Timing,
    store: Option<AuthenticatedStore>,
    keys: Arc<dyn KeySource>,
    scope: Option<String>,
    pub(super) listener: Option<Arc<Listener>>,
}

impl Flows {
    /// Flows of this client, without a store.
    pub fn new(client: &Client) -> Self {
        let (client, keys) = (client.clone(), Arc::new(OfClient::new(client)));
        Self { client, timing: Timing::new(), store: None, keys, scope: None, listener: None }
    }

    /// Other times to wait. What time it is, and how it passes, is the client's
    /// [`Clock`](crate::Clock).
    ///
    /// # Errors
    /// [`FlowError::Settings`] when a [call](Timing::call) may take as long as five sixths of the
    /// [lease](Timing::lease): another process could take a task over in the middle of it.
    pub fn timing(mut self, timing: Timing) -> Result<Self, FlowError> {
        let (call, lease) = (timing.call_within(self.client.timeout()), timing.lease);
        if call >= certain(lease) {
            return Err(FlowError::Settings(format!(
                "a call may take {call:?}, and five sixths of the lease are {:?}: set a longer \
                 `Timing::lease`, or a shorter `Timing::call`",
                certain(lease)
            )));
        }
        self.timing = timing;
        Ok(self)
    }

    /// Where the steps of each task are kept, and at the end its receipt, buyer included. The
    /// entries are authenticated: see [`store_key`](Self::store_key).
    pub fn store(mut self, store: impl IdempotencyStore) -> Self {
        self.store = Some(AuthenticatedStore::keyed(Arc::new(store), self.keys.clone()));
        self
    }

    /// The secret that entries of the store are authenticated with, so that nobody who can write to
    /// the store orders a transfer. The default follows from the application's private key
    /// ([`StoreKey::of`]), or from a signature of its [`Signer`](crate::Signer).
    ///
    /// When the private key changes, give the new key and the old one, as long as entries of before
    /// are of interest; without that they are
    /// [`Untrusted`](crate::store::StoreErrorKind::Untrusted):
    ///
    /// ```
    /// # use alipay_sdk::PrivateKey;
    /// # use alipay_sdk::flow::Flows;
    /// # use alipay_sdk::store::StoreKey;
    /// # fn flows(
    /// #     flows: Flows,
    /// #     new: &PrivateKey,
    /// #     old: &PrivateKey,
    /// # ) -> Result<Flows, alipay_sdk::KeyError> {
    /// Ok(flows.store_key(StoreKey::of(new)?.or(StoreKey::of(old)?)))
    /// # }
    /// ```
    pub fn store_key(mut self, key: StoreKey) -> Self {
        self.keys = Arc::new(key);
        let keys = &self.keys;
        self.store = self.store.map(|store| store.rekeyed(keys.clone()));
        self
    }

    /// Whose numbers these are, in the keys of the store. The default is the application; a client
    /// that acts for a merchant needs the merchant's id here, since merchants may use the same
    /// numbers. It must not be empty, nor have a `/`: tasks of such a scope are not run.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Who hears what runs are at, with the number of each task. It must not block: the run waits
    /// for it.
    ///
    /// ```
    /// # use alipay_sdk::flow::{Event, Flows};
    /// # fn shows(flows: Flows) -> Flows {
    /// flows.on_event(|number, event| match event {
    ///     Event::WaitingForBuyer => println!("{number}: enter your password, please"),
    ///     other => println!("{number}: {other}"),
    /// })
    /// # }
    /// ```
    pub fn on_event(mut self, listener: impl Fn(&str, Event) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// Runs a task until its outcome is known, or the time is over.
    ///
    /// Dropping the future stops the task where it is. Requests that were sent stay sent. With a
    /// store its claim is held until the [lease](Timing::lease) is over, so that the next run is
    /// [`Busy`](FlowError::Busy) until then. Nobody goes on with it, and nobody cancels its trade,
    /// before the next run. Where that can happen, as in the handler of a web server whose client
    /// hangs up, let a spawned task of the runtime run it:
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

    /// Gives a task up: nothing is sent any more that would move money, now or by a later run. With
    /// a store its entry ends, and [`unfinished`](Self::unfinished) does not give it any more.
    ///
    /// The platform is asked first. A done task is [`Outcome::Succeeded`]; otherwise the task ends
    /// as [`Outcome::Failed`], as [`Abandoned`](super::FailureReason::Abandoned). When the platform
    /// does not tell, it stays [`Outcome::Unknown`]. A payment is canceled, and ends as one that
    /// was; of a [`Close`](super::Close) the trade stays as it is. A payment that is being run is
    /// [`Busy`](FlowError::Busy): [cancel](Self::cancel_handle) it.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn abandon<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task.reread(), Aim::GiveUp).await
    }

    /// Runs a task whose number has ended as [`Outcome::Failed`] once more, with the same contents
    /// or with corrected ones, such as another payee. A run of it finds the new outcome from then
    /// on; the earlier contents then count as another order.
    ///
    /// The platform is asked first. What it has done, or calls failed for good, is the outcome. The
    /// order is sent, under the same number, only when the platform knows nothing of it, or calls
    /// it failed for a reason that can be [mended](FlowError::Mendable). A [`Pay`](super::Pay) is
    /// not sent again even then: take another number. A [`Precreate`](super::Precreate) asks by
    /// sending: the platform gives the code of the same order, or rejects one that has ended.
    ///
    /// When it fails before it has asked the platform, or when its process dies, reopen it again.
    /// An earlier [handle](Self::cancel_handle) does not reach it.
    ///
    /// A task that has not failed is run as by [`run`](Self::run).
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn reopen<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task.reread(), Aim::Reopen).await
    }

    /// What cancels this payment while it runs, in this process or, with a store, in another one:
    /// the button on the cashier's screen.
    ///
    /// ```
    /// # use alipay_sdk::flow::{Flows, Outcome, Pay, Task};
    /// # async fn till(
    /// #     flows: Flows,
    /// #     task: Task<Pay>,
    /// #     button: impl Future<Output = ()>,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// let cancel = flows.cancel_handle(&task)?;
    /// let running = tokio::spawn(async move { flows.run(task).await });
    /// button.await;
    /// cancel.cancel().await?;
    /// // Paid all the same, or canceled.
    /// let outcome: Outcome<Pay> = running.await??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`FlowError::Order`] when the tasks of this [scope](Self::scope) are not run.
    pub fn cancel_handle<K: Cancelable>(&self, task: &Task<K>) -> Result<CancelHandle, FlowError> {
        self.handle::<K>(&task.order.key(), task.stop.clone())
    }

    /// The same for the payment of this number that another process runs. Without a store it
    /// reaches nobody.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the tasks of this [scope](Self::scope) are not run.
    pub fn cancel_handle_of<K: Cancelable>(&self, number: &str) -> Result<CancelHandle, FlowError> {
        self.handle::<K>(number, Stop::default())
    }

    /// Tasks of this kind in the store that have not ended and that nobody runs, to be run again:
    /// what a process left that died, what ended as [`Outcome::Unknown`], what was [not
    /// done](FlowError::NotDone), and what can be [mended](FlowError::Mendable). At most `limit`,
    /// those first that have waited longest.
    ///
    /// [`resume_all`](Self::resume_all) runs them all, [`resume_every`](Self::resume_every) again
    /// and again. A refund or a transfer of which nothing was done yet is **sent** when it is run:
    /// what is not wanted any more has to be [given up](Self::abandon). A process that died still
    /// holds its tasks for a [lease](Timing::lease), so ask regularly, not at the start alone.
    ///
    /// An entry that cannot be read, such as one of another version of the SDK, is a
    /// [`FlowError::State`] among the others; one that somebody else wrote is a
    /// [`FlowError::Store`]. Both count toward `limit`.
    ///
    /// # Errors
    /// When the store fails. Without a store there is nothing.
    pub async fn unfinished<K: Kind>(
        &self,
        limit: usize,
    ) -> Result<Vec<Result<Task<K>, FlowError>>, FlowError> {
        Ok(self.listed(limit).await?.into_iter().map(|(_, task)| task).collect())
    }

    /// The same with the keys of the entries.
    pub(super) async fn listed<K: Kind>(
        &self,
        limit: usize,
    ) -> Result<Vec<(String, Result<Task<K>, FlowError>)>, FlowError> {
        let Some(store) = &self.store else { return Ok(Vec::new()) };
        let prefix = self.key::<K>("")?;
        let found = store.listed(&prefix, limit).await.map_err(FlowError::Store)?;
        let read = |key: &String, state: Result<String, StoreError>| {
            let state = state.map_err(FlowError::Store)?;
            from_str(&state).map_err(|source| FlowError::State { key: key.clone(), source })
        };
        let with_key = |(key, state)| {
            let task = read(&key, state);
            (key, task)
        };
        Ok(found.into_iter().map(with_key).collect())
    }

    async fn start<K: Kind>(&self, mut task: Task<K>, aim: Aim) -> Result<Outcome<K>, FlowError> {
        if aim != Aim::GiveUp && task.progress.is_new() {
            order_check::check(&self.client, &task)?;
        }
        task.progress.start(self.client.clock().now());
        let listener = self.listener.as_deref();
        let run = Run { client: &self.client, timing: &self.timing, listener, aim };
        let last = match &self.store {
            None => run.drive(&mut task, None).await?,
            Some(store) => {
                let key = self.key::<K>(&task.order.key())?;
                run.stored(&mut task, store, &key).await?
            }
        };
        Ok(Outcome::new(task, last))
    }

    fn handle<K: Kind>(&self, key: &str, stop: Stop) -> Result<CancelHandle, FlowError> {
        let word = match &self.store {
            Some(store) => {
                let store: Arc<dyn IdempotencyStore> = Arc::new(store.clone());
                Some((store, Arc::new(Mark::cancel(&self.key::<K>(key)?))))
            }
            None => None,
        };
        Ok(CancelHandle { stop, word })
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

impl_debug!(Flows, |this| {
    client: this.client,
    timing: this.timing,
    store: this.store.is_some(),
});

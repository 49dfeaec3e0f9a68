//! Running tasks: how, and where their steps are kept.

use std::sync::Arc;

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
use super::stored;
use super::task::{Kind, Task};
use super::timing::Timing;
use crate::client::Client;
use alipay_sdk_core::{
    clock::certain,
    impl_debug,
    store::{AuthenticatedStore, IdempotencyStore, KeySource, StoreError, StoreKey},
};

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
    /// Creates flows of this client, without a store.
    pub fn new(client: &Client) -> Self {
        let (client, keys) = (client.clone(), Arc::new(OfClient::new(client)));
        Self { client, timing: Timing::new(), store: None, keys, scope: None, listener: None }
    }

    /// Sets other waiting times. They are measured by the client's [`Clock`](crate::Clock).
    ///
    /// # Errors
    /// [`FlowError::Settings`] when a [call](Timing::call) may take five sixths of the
    /// [lease](Timing::lease) or longer, because another process could take the task over during
    /// the call.
    pub fn timing(mut self, timing: Timing) -> Result<Self, FlowError> {
        let (call, lease) = (timing.call_within(self.client.timeout()), timing.lease);
        if call >= certain(lease) {
            return Err(FlowError::Settings(format!(
                "a call may take {call:?}, but must take less than {:?}, five sixths of the lease: \
                 set a longer `Timing::lease`, or a shorter `Timing::call`",
                certain(lease)
            )));
        }
        self.timing = timing;
        Ok(self)
    }

    /// Sets the store that keeps the steps of each task, and in the end its receipt, which
    /// names the buyer. The entries are authenticated: see [`store_key`](Self::store_key).
    pub fn store(mut self, store: impl IdempotencyStore) -> Self {
        self.store = Some(AuthenticatedStore::keyed(Arc::new(store), self.keys.clone()));
        self
    }

    /// Sets the secret that authenticates the entries of the store, so that write access to the
    /// store is not enough to order a transfer. The default is derived from the application's
    /// private key ([`StoreKey::of`]), or from a signature of its [`Signer`](crate::Signer).
    ///
    /// When the private key changes, pass the new key and the old one as long as you need earlier
    /// entries. Otherwise these are [`Untrusted`](crate::store::StoreErrorKind::Untrusted):
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

    /// Sets the owner of the numbers, which is part of the keys of the store. The default is the
    /// application. A client that acts for a merchant needs the merchant's id here, because several
    /// merchants may use the same numbers. The scope must not be empty or contain a `/`; running a
    /// task is an error then.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets the listener for the events of runs, which gets the number of each task. It must not
    /// block, because the run waits for it.
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

    /// Runs a task until its outcome is known or its time is over.
    ///
    /// Dropping the future stops the task where it is. Requests that were sent stay sent. With a
    /// store the next run is [`Busy`](FlowError::Busy) until the [lease](Timing::lease) is over.
    /// Nothing continues the task or cancels its trade before the next run. A web server may drop
    /// the future of a handler when its client disconnects: run the task in a spawned task of the
    /// runtime there:
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
    /// [`FlowError`], which tells whether anything was done.
    pub async fn run<K: Kind>(&self, task: Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task, Aim::Outcome).await
    }

    /// Gives a task up: neither this run nor a later one sends anything that would move money. With
    /// a store the entry ends, and [`unfinished`](Self::unfinished) no longer returns it.
    ///
    /// It queries the platform first. When the task is done, the outcome is [`Outcome::Succeeded`];
    /// otherwise it is [`Outcome::Failed`] with [`Abandoned`](super::FailureReason::Abandoned).
    /// When the platform does not tell, it stays [`Outcome::Unknown`]. A payment is canceled, with
    /// the outcome of a canceled payment. The trade of a [`Close`](super::Close) stays as it is. A
    /// running payment is [`Busy`](FlowError::Busy): [cancel](Self::cancel_handle) it instead.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn abandon<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task.reread(), Aim::GiveUp).await
    }

    /// Runs a task again that ended as [`Outcome::Failed`], under its number, with the same or with
    /// corrected contents, such as another payee. Later runs return the new outcome. The earlier
    /// contents then count as another order.
    ///
    /// It queries the platform first. When the platform has done the order, or reports it as failed
    /// for good, that is the outcome. It sends the order again, under the same number, only when
    /// the platform does not know the number, or reports a reason that you can
    /// [fix](FlowError::Mendable). It never sends a [`Pay`](super::Pay) again: use another number.
    /// A [`Precreate`](super::Precreate) sends the order instead of a query: the platform returns
    /// the code of the same order, or rejects an order that has ended.
    ///
    /// When it fails before the query, or the process dies, reopen the task again. An earlier
    /// [handle](Self::cancel_handle) does not cancel the reopened task.
    ///
    /// A task that has not failed runs as with [`run`](Self::run).
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn reopen<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.start(task.reread(), Aim::Reopen).await
    }

    /// Returns a handle that cancels this payment while it runs, in this process or, with a store,
    /// in another one. Use it for the cancel button on the cashier's screen.
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
    /// [`FlowError::Order`] when the [scope](Self::scope) is not valid.
    pub fn cancel_handle<K: Cancelable>(&self, task: &Task<K>) -> Result<CancelHandle, FlowError> {
        self.handle::<K>(&task.order.key(), task.stop.clone())
    }

    /// Returns a handle for the payment with this number that another process runs. Without a store
    /// it has no effect.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the [scope](Self::scope) is not valid.
    pub fn cancel_handle_of<K: Cancelable>(&self, number: &str) -> Result<CancelHandle, FlowError> {
        self.handle::<K>(number, Stop::default())
    }

    /// Returns tasks of this kind in the store that have not ended and that no process runs. They
    /// are the tasks of a dead process, tasks that ended as [`Outcome::Unknown`], tasks that were
    /// [not done](FlowError::NotDone), and tasks with a reason that you can
    /// [fix](FlowError::Mendable). It returns at most `limit` tasks, those first that have waited
    /// longest.
    ///
    /// [`resume_all`](Self::resume_all) runs them all, and [`resume_every`](Self::resume_every)
    /// does so again and again. A run **sends** a refund or a transfer that was not processed yet:
    /// [give up](Self::abandon) the tasks that you no longer want. A process that died still holds
    /// its tasks for a [lease](Timing::lease), so call this regularly, not only at the start.
    ///
    /// An entry that cannot be read, such as one of another version of the SDK, is a
    /// [`FlowError::State`] in the list. An entry that somebody else wrote is a
    /// [`FlowError::Store`]. Both count toward `limit`.
    ///
    /// # Errors
    /// When the store fails. Without a store the list is empty.
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
            stored::parse(&state).map_err(|source| FlowError::State { key: key.clone(), source })
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
                Err("the scope is empty or contains a `/`: set another one with `Flows::scope`")
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

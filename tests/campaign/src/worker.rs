//! One life of the process that pays: order after order, each kept in the store, until it dies or all
//! have ended.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use alipay_sdk::flow::{Failure, FlowError, Flows, Kind, Outcome, Task};
use alipay_sdk::store::{FolderStore, IdempotencyStore};
use alipay_sdk::{Client, ClientBuilder, Config, RetryPolicy};
use anyhow::{Context, Result};
use fastrand::Rng;

use crate::Worker;
use crate::calls::{self, Recorder};
use crate::death::{Death, Mortal};
use crate::plan::Plan;
use crate::time::Still;

/// The configuration of the client, in the folder.
pub(crate) const CONFIG: &str = "client.json";

/// The store, in the folder.
const STORE: &str = "store";

/// How often an order is tried of which nothing was done.
const TRIES: usize = 5;

pub(crate) async fn run(worker: Worker) -> Result<()> {
    let Worker { folder, sizes, seed, life, from, mortal } = worker;
    let plan = Plan { seed, sizes };
    let clock = Still::default();
    let death = Death::of(seed, life, mortal);
    let client = client(&folder, &clock, &death)?;
    // The claims of earlier lives are over.
    let now = Still::default();
    now.set(Duration::from_secs(3_600) * life);
    let inner = FolderStore::open(folder.join(STORE))?.clock(now);
    let flows = Flows::new(&client).store(Mortal { inner, death });
    let shop = Shop { plan, flows };
    // What the life before left is found some time later.
    clock.set(Duration::from_secs(Rng::with_seed(seed ^ u64::from(life)).u64(0..180)));
    for index in from..sizes.all() {
        shop.order(index).await.with_context(|| format!("order {index}"))?;
        println!("{index}");
        clock.set(Duration::ZERO);
    }
    Ok(())
}

fn client(folder: &Path, clock: &Still, death: &Death) -> Result<Client> {
    let file = Arc::new(calls::open(folder)?);
    let death = death.clone();
    let builder = builder(folder)?.clock(clock.clone());
    let builder = builder.wrap_transport(move |inner| Recorder { inner, file, death });
    // No chance in the waits: every run of a seed is the same.
    let policy = RetryPolicy::new().wait(Duration::ZERO, Duration::ZERO);
    Ok(builder.retry(policy).build()?)
}

pub(crate) fn builder(folder: &Path) -> Result<ClientBuilder> {
    let path = folder.join(CONFIG);
    let text = std::fs::read(&path).with_context(|| format!("{}", path.display()))?;
    Ok(Client::builder().config(serde_json::from_slice::<Config>(&text)?))
}

/// The store as it was left, for who only looks.
pub(crate) fn store(folder: &Path) -> Result<impl IdempotencyStore> {
    let late = Still::default();
    late.set(Duration::from_secs(u64::from(u32::MAX)));
    Ok(FolderStore::open(folder.join(STORE))?.clock(late))
}

/// Who runs the orders.
pub(crate) struct Shop {
    pub(crate) plan: Plan,
    pub(crate) flows: Flows,
}

/// How an order ended.
pub(crate) enum Ended {
    /// With this platform number.
    Succeeded(String),
    Failed(Failure),
}

impl Shop {
    /// Runs an order: payments first, then refunds, then transfers.
    async fn order(&self, index: usize) -> Result<()> {
        let sizes = self.plan.sizes;
        if index < sizes.payments {
            return self.payment(index).await.map(drop);
        }
        let index = index - sizes.payments;
        if index < sizes.refunds {
            return self.refund(index).await.map(drop);
        }
        self.transfer(index - sizes.refunds).await.map(drop)
    }

    /// How a payment ended, if it has.
    pub(crate) async fn payment(&self, index: usize) -> Result<Option<Ended>> {
        if self.plan.is_code(index) {
            self.run(|| self.plan.code(index)).await
        } else {
            self.run(|| self.plan.face_to_face(index)).await
        }
    }

    /// The payment that a refund is of, and its place there.
    pub(crate) async fn refunded(&self, index: usize) -> Result<Option<(usize, usize)>> {
        for payment in self.plan.refundable(index) {
            if let Some(Ended::Succeeded(_)) = self.payment(payment).await? {
                return Ok(Some((payment, index % 2)));
            }
        }
        Ok(None)
    }

    /// How a refund ended, if it has.
    pub(crate) async fn refund(&self, index: usize) -> Result<Option<Ended>> {
        match self.refunded(index).await? {
            Some((payment, place)) => self.run(|| self.plan.refund(payment, place)).await,
            None => Ok(None),
        }
    }

    /// How a transfer ended, if it has.
    pub(crate) async fn transfer(&self, index: usize) -> Result<Option<Ended>> {
        self.run(|| self.plan.transfer(index)).await
    }

    /// Runs a task to its end, if it has one. Nothing done is no end: a shop tries again.
    async fn run<K: Kind>(&self, task: impl Fn() -> Result<Task<K>>) -> Result<Option<Ended>> {
        for _ in 0..TRIES {
            match self.flows.run(task()?).await {
                Ok(Outcome::Succeeded(receipt)) => {
                    let number = receipt.platform_number.unwrap_or_default();
                    return Ok(Some(Ended::Succeeded(number)));
                }
                Ok(Outcome::Failed(failure)) => return Ok(Some(Ended::Failed(failure))),
                Ok(_) => return Ok(None),
                Err(FlowError::OtherOrder { .. }) => return Ok(None),
                Err(FlowError::NotDone(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}

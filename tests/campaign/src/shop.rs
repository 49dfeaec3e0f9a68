//! Running orders as a shop does: again when somebody else is at it, or the store is away.

use std::time::Duration;

use alipay_sdk::flow::{Failure, FlowError, Flows, Kind, Outcome, Task};
use alipay_sdk::store::StoreErrorKind;
use anyhow::Result;

use crate::plan::Plan;
use crate::world::World;

/// How often an order is tried of which nothing was done.
const TRIES: usize = 5;
/// How often an order is tried that somebody else is at, or whose store is away.
const PATIENCE: usize = 60;
/// How long to wait before that.
const PAUSE: Duration = Duration::from_secs(10);

/// Who runs the orders.
pub(crate) struct Shop {
    pub(crate) plan: Plan,
    pub(crate) flows: Flows,
    pub(crate) world: World,
    /// Puts money into the payout account.
    pub(crate) fill: fn() -> Result<()>,
}

/// How an order ended.
pub(crate) enum Ended {
    /// With this platform number.
    Succeeded(String),
    Failed(Failure),
    /// The platform has done nothing: the shop takes another order with another number.
    NotDone,
}

impl Ended {
    /// As it is written down.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Succeeded(number) => format!("succeeded:{number}"),
            Self::Failed(_) => "failed".to_owned(),
            Self::NotDone => "not-done".to_owned(),
        }
    }
}

impl Shop {
    /// How a payment ended, if it has.
    pub(crate) async fn payment(&self, index: usize) -> Result<Option<Ended>> {
        if self.plan.is_code(index) {
            self.run(|| self.plan.code(index), true).await
        } else {
            self.run(|| self.plan.face_to_face(index), true).await
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
    pub(crate) async fn refund(&self, payment: usize, place: usize) -> Result<Option<Ended>> {
        self.run(|| self.plan.refund(payment, place), false).await
    }

    /// How a transfer ended, if it has.
    pub(crate) async fn transfer(&self, index: usize) -> Result<Option<Ended>> {
        self.run(|| self.plan.transfer(index), false).await
    }

    /// Runs a task to its end, if it has one. A payment of which nothing was done is given up: the
    /// buyer who waits shows another code. A refund or a transfer is tried again.
    async fn run<K: Kind>(
        &self,
        task: impl Fn() -> Result<Task<K>>,
        is_payment: bool,
    ) -> Result<Option<Ended>> {
        let (mut tries, mut patience) = (TRIES, PATIENCE);
        while tries > 0 && patience > 0 {
            match self.flows.run(task()?).await {
                Ok(Outcome::Succeeded(receipt)) => {
                    let number = receipt.platform_number.unwrap_or_default();
                    return Ok(Some(Ended::Succeeded(number)));
                }
                Ok(Outcome::Failed(failure)) => return Ok(Some(Ended::Failed(failure))),
                Ok(_) | Err(FlowError::OtherOrder { .. }) => return Ok(None),
                Err(FlowError::NotDone(_)) if is_payment => return Ok(Some(Ended::NotDone)),
                Err(FlowError::NotDone(_)) => tries -= 1,
                Err(FlowError::Mendable(_)) if patience > 1 => {
                    patience -= 1;
                    (self.fill)()?;
                }
                Err(FlowError::Busy { .. }) => {
                    patience -= 1;
                    self.world.wait(PAUSE).await;
                }
                Err(FlowError::Store(error)) if error.kind() == StoreErrorKind::Unavailable => {
                    patience -= 1;
                    self.world.wait(PAUSE).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}

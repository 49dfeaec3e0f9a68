//! Closing trades that nobody has paid.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::numbered::{self, Known, Numbered, Sent};
use super::run::Run;
use super::steps::Steps;
use super::trade::{self, Seen};
use super::{Closed, Flow, FlowError, Outcome};
use crate::model::AlipayTradeCloseModel;

/// Closes a trade that waits for its buyer (`alipay.trade.close`, 统一收单交易关闭接口): of an order that
/// was placed on a page or in an app and is not wanted any more.
///
/// It ends as [`Outcome::Paid`] when the buyer was faster.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[must_use = "a flow does something when it is run"]
pub struct Close {
    order: AlipayTradeCloseModel,
    #[serde(skip)]
    fresh: bool,
}

impl Close {
    /// Closes the trade that `out_trade_no` or `trade_no` names.
    ///
    /// # Errors
    /// [`FlowError::Order`] when neither is there, or it cannot be sent.
    pub fn new(order: AlipayTradeCloseModel) -> Result<Self, FlowError> {
        trade::check_number(order.out_trade_no.as_deref().or(order.trade_no.as_deref()))?;
        Ok(Self { order, fresh: true })
    }

    /// What is sent.
    pub fn order(&self) -> &AlipayTradeCloseModel {
        &self.order
    }
}

impl Flow for Close {}

impl Steps for Close {
    const KIND: &'static str = "close";

    fn key(&self) -> String {
        let number = self.order.out_trade_no.as_ref().or(self.order.trade_no.as_ref());
        number.cloned().unwrap_or_default()
    }

    fn start(&mut self, _: SystemTime) {}

    fn resumed(self, kept: Self) -> Result<Self, FlowError> {
        trade::same_order(self.order == kept.order, &self.key())?;
        Ok(kept)
    }

    async fn drive(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        let fresh = self.fresh;
        numbered::drive(self, fresh, run).await
    }
}

impl Numbered for Close {
    async fn look(&self, run: &Run<'_>) -> Result<Known, FlowError> {
        let (own, platform) = (self.order.out_trade_no.as_deref(), self.order.trade_no.as_deref());
        Ok(match trade::look(run, own, platform, None).await? {
            Seen::Paid(receipt) => Known::Paid(receipt),
            Seen::Closed => Known::Closed(Closed::default()),
            // Both can be closed: there is nothing to do twice.
            Seen::Waiting | Seen::Missing => Known::Nothing,
            Seen::Unsure(error) => Known::NotYet(Some(error)),
        })
    }

    async fn send(&self, run: &Run<'_>) -> Result<Sent, FlowError> {
        let call = run.client.alipay_trade().close(&self.order).repeatable(false);
        Ok(match call.await {
            Ok(_) => Sent::Closed(Closed::default()),
            // Paid, closed before, or not there: asking tells which.
            Err(error) if error.is_business() && !error.has_code("ACQ.TRADE_NOT_EXIST") => {
                Sent::Unknown(Some(error))
            }
            Err(error) => error.into(),
        })
    }
}

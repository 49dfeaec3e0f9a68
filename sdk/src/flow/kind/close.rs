//! Closing trades that nobody has paid.

use super::kind::kind;
use super::trade;
use crate::flow::order::Order;
use crate::flow::platform::{not_retried, signed};
use crate::flow::status::{NoStatus, Status, rejection};
use crate::flow::task::{Steps, Task};
use crate::flow::{check, driver::Once, error::FlowError, session::Session};
use crate::flow::{failure::FailureReason, receipt::Receipt};
use crate::model::AlipayTradeCloseModel;
use alipay_sdk_core::Amount;

kind! {
    /// Closes a trade that waits for its buyer (`alipay.trade.close`, 统一收单交易关闭接口). Use it for an
    /// order that was placed on a page or in an app, and is no longer wanted.
    ///
    /// It succeeds when the platform reports the trade as closed. It fails as
    /// [`Paid`](FailureReason::Paid) when the buyer has paid before.
    ///
    /// An order is not a trade before its page is opened or its code is scanned. The platform then
    /// has nothing to close, but the buyer can still open and pay the order until its time expires.
    /// In that case the task ends at once as [`Unknown`](crate::flow::Outcome::Unknown). Run it
    /// again later, and [give it up](crate::flow::Flows::abandon) once the time of the order has
    /// expired. Place such orders with a `time_expire`.
    pub struct Close;

    /// Creates a task that closes the trade with this `out_trade_no` or `trade_no`.
    ///
    /// # Errors
    /// [`FlowError::Order`] when both numbers are missing, or a number is not valid.
    new("close", AlipayTradeClose(AlipayTradeCloseModel), Once)
}

impl Steps for Close {
    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let (own, platform) = (task.order.out_trade_no.as_deref(), task.order.trade_no.as_deref());
        Ok(match trade::query(session, own, platform, None).await? {
            Status::Succeeded(receipt) => {
                Status::Failed(FailureReason::Paid(Box::new(receipt)).into())
            }
            Status::Failed(_) => Status::Succeeded(closed(task, None)),
            // It can be closed, like a trade that is not known: there is nothing to do twice.
            Status::Pending => Status::NotFound(None),
            status => status,
        })
    }

    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let call = not_retried(session.client.alipay_trade().close(&task.order));
        let response = match signed(session, call).await {
            Err(Some(error))
                if rejection(&error).is_some_and(|code| Self::NOT_FOUND.contains(&code)) =>
            {
                return Ok(Status::NotFound(Some(error)));
            }
            // Paid, or closed before: asking tells which.
            Err(Some(error)) if rejection(&error).is_some() => {
                return Ok(Status::Unknown(Some(error)));
            }
            response => response?,
        };
        let (own, platform) = (task.order.out_trade_no.as_deref(), task.order.trade_no.as_deref());
        let names = trade::names(own, platform, &response.out_trade_no, &response.trade_no);
        check::about(task.number(), &names)?;
        Ok(Status::Succeeded(closed(task, response.trade_no)))
    }
}

impl Order for AlipayTradeCloseModel {
    fn check(&self) -> Result<(), FlowError> {
        check::trade(self.out_trade_no.as_deref(), self.trade_no.as_deref())
    }

    fn value(&self) -> Amount {
        Amount::ZERO
    }

    fn number(&self) -> &str {
        self.out_trade_no.as_deref().or(self.trade_no.as_deref()).unwrap_or_default()
    }
}

fn closed(task: &Task<Close>, trade_no: Option<String>) -> Receipt {
    let trade_no = trade_no.or_else(|| task.order.trade_no.clone());
    Receipt::new(task.number(), trade_no, Amount::ZERO, None)
}

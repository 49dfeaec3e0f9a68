//! Payments face to face.

use std::time::Duration;

use super::kind::kind;
use super::trade;
use crate::flow::driver::{Payment, Placed, WaitAndCancel};
use crate::flow::status::{NoStatus, Status};
use crate::flow::task::{Steps, Task};
use crate::flow::{error::FlowError, platform::signed, session::Session, timing::Timing};
use crate::model::{AlipayTradePayModel, AlipayTradeQueryResponseModel};

kind! {
    /// Takes a payment face to face (`alipay.trade.pay`, 统一收单交易支付接口): the buyer shows a code, and
    /// the shop scans it.
    ///
    /// When the buyer has to confirm, or the response is lost, it queries the trade every few
    /// seconds. A payment under this number that is more than 15 minutes older than the task
    /// belongs to another order ([`FlowError::OtherOrder`]).
    ///
    /// When the [time](Timing::buyer) is over, it cancels the trade, which returns the money if the
    /// buyer has paid. It also cancels the trade of a rejected payment, because the buyer might
    /// still pay it by other means.
    ///
    /// The payment is sent once, in the first run of the task that [`new`](Self::new) returned. A
    /// task that was deserialized, or that comes from a store, queries the trade and is **never
    /// sent again**, even when it was never sent. A new attempt is a new order with its own number.
    pub struct Pay;

    /// Creates a payment of `total_amount`. Without an `out_trade_no` it generates one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount is missing, or the amount or the number is not valid.
    new("pay", AlipayTradePay(AlipayTradePayModel), WaitAndCancel)
}

impl Steps for Pay {
    /// Nobody can pay a trade that is closed: that is a rejection like others.
    const NUMBER_TAKEN: &'static [&'static str] = &["ACQ.TRADE_HAS_SUCCESS"];
    const OTHER_ORDER: &'static [&'static str] =
        &["ACQ.CONTEXT_INCONSISTENT", "ACQ.TRADE_BUYER_NOT_MATCH"];

    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        trade::query_payment(&task.order, session).await
    }

    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let response = signed(session, session.client.alipay_trade().pay(&task.order)).await?;
        // It is done when the response says when. Without that the buyer has to confirm.
        let is_paid = response.trade_no.is_some() && response.gmt_payment.is_some();
        let trade_status = if is_paid { "TRADE_SUCCESS" } else { "WAIT_BUYER_PAY" };
        let seen = AlipayTradeQueryResponseModel {
            trade_status: Some(trade_status.to_owned()),
            out_trade_no: response.out_trade_no,
            trade_no: response.trade_no,
            total_amount: response.total_amount,
            receipt_amount: response.receipt_amount,
            send_pay_date: response.gmt_payment,
            buyer_user_id: response.buyer_user_id,
            buyer_open_id: response.buyer_open_id,
            buyer_logon_id: response.buyer_logon_id,
            ..Default::default()
        };
        let total = trade::total(&task.order)?;
        trade::status(seen, Some(task.number()), None, Some(total))
    }
}

impl Payment for Pay {
    fn time(timing: &Timing) -> Duration {
        timing.buyer
    }

    async fn place(task: &mut Task<Self>, session: &Session<'_>) -> Placed {
        if std::mem::take(&mut task.progress.fresh) {
            match task.submit(session).await?.of_first_submission()? {
                Status::Succeeded(receipt) => return task.own(receipt).map(Some),
                Status::Failed(failure) => task.progress.rejected = Some(failure),
                Status::NumberTaken => task.progress.number_taken = true,
                Status::Unknown(_) | Status::Pending | Status::NotFound(_) => {}
            }
            session.keep(task).await?;
        }
        Ok(None)
    }
}

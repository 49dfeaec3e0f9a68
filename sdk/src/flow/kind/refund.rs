//! Refunds.

use super::kind::kind;
use super::trade;
use crate::flow::failure::{Failure, FailureReason};
use crate::flow::order::Order;
use crate::flow::platform::{not_retried, signed};
use crate::flow::receipt::Receipt;
use crate::flow::status::{NoStatus, Status};
use crate::flow::task::{Steps, Task};
use crate::flow::{check, driver::Once, error::FlowError, session::Session};
use crate::model::{
    AlipayTradeFastpayRefundQueryModel, AlipayTradeFastpayRefundQueryResponseModel,
    AlipayTradeRefundModel,
};
use crate::operation::AlipayTradeRefund;
use crate::protocol::Operation;
use alipay_sdk_core::{Amount, OutRequestNo};

kind! {
    /// Refunds a trade in whole or in part (`alipay.trade.refund`, 统一收单交易退款接口).
    ///
    /// The refund keeps one number (`out_request_no`) from beginning to end. Its response does not
    /// name the number, so the task queries `alipay.trade.fastpay.refund.query`. It also does so
    /// after a lost response, before it sends the refund again. When the merchant's account is
    /// empty, the task ends as [`FlowError::Mendable`], and the next run goes on under the same
    /// number.
    ///
    /// A task that was deserialized, or that comes from a store, queries first, and **is sent**
    /// when the platform does not know the number.
    pub struct Refund;

    /// Creates a refund of `refund_amount` of the trade with this `out_trade_no` or `trade_no`.
    /// Without an `out_request_no` it generates one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount or the number of the trade is missing or not valid.
    new("refund", AlipayTradeRefund(AlipayTradeRefundModel), Once)
}

impl Steps for Refund {
    const OTHER_ORDER: &'static [&'static str] = &["ACQ.DISCORDANT_REPEAT_REQUEST"];
    const MENDABLE: &'static [&'static str] = AlipayTradeRefund::MENDABLE;

    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let order = &task.order;
        let mut question = AlipayTradeFastpayRefundQueryModel::new();
        question.out_trade_no.clone_from(&order.out_trade_no);
        question.trade_no.clone_from(&order.trade_no);
        question.out_request_no.clone_from(&order.out_request_no);
        question.org_pid.clone_from(&order.org_pid);
        question.query_options = Some(vec!["gmt_refund_pay".to_owned()]);
        let call = session.client.alipay_trade_fastpay_refund().query(&question);
        status(task, signed(session, call).await?)
    }

    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let call = not_retried(session.client.alipay_trade().refund(&task.order));
        let response = signed(session, call).await?;
        let (own, platform) = (&response.out_trade_no, &response.trade_no);
        check::about(task.number(), &names(&task.order, own, platform))?;
        // `N`: this refund was made before, or is not made yet. Asking tells.
        if response.fund_change.as_deref() != Some("Y") {
            return Ok(Status::Pending);
        }
        // The response has no number of the refund: it may be that of another one of the trade.
        Ok(match task.query(session).await? {
            Status::Succeeded(mut receipt) => {
                receipt.buyer.user_id = response.buyer_user_id;
                receipt.buyer.open_id = response.buyer_open_id;
                receipt.buyer.logon_id = response.buyer_logon_id;
                Status::Succeeded(receipt)
            }
            Status::NotFound(_) | Status::Unknown(_) => Status::Pending,
            told => told,
        })
    }
}

impl Order for AlipayTradeRefundModel {
    fn complete(&mut self) {
        self.out_request_no.get_or_insert_with(|| OutRequestNo::generate().into());
    }

    fn check(&self) -> Result<(), FlowError> {
        check::trade(self.out_trade_no.as_deref(), self.trade_no.as_deref())?;
        amount(self)?;
        check::number::<OutRequestNo>(self.number())
    }

    fn value(&self) -> Amount {
        amount(self).unwrap_or(Amount::ZERO)
    }

    fn number(&self) -> &str {
        self.out_request_no.as_deref().unwrap_or_default()
    }

    fn key(&self) -> String {
        let trade = self.out_trade_no.as_deref().or(self.trade_no.as_deref());
        format!("{}/{}", trade.unwrap_or_default(), self.number())
    }
}

fn amount(order: &AlipayTradeRefundModel) -> Result<Amount, FlowError> {
    check::amount("refund_amount", order.refund_amount.as_deref())
}

fn names<'a>(
    order: &'a AlipayTradeRefundModel,
    own: &'a Option<String>,
    platform: &'a Option<String>,
) -> [check::Number<'a>; 2] {
    trade::names(order.out_trade_no.as_deref(), order.trade_no.as_deref(), own, platform)
}

fn receipt(
    task: &Task<Refund>,
    amount: Amount,
    trade_no: Option<String>,
    at: Option<String>,
) -> Receipt {
    let trade_no = trade_no.or_else(|| task.order.trade_no.clone());
    Receipt::new(task.number(), trade_no, amount, at)
}

/// What the platform says of the refund that was asked for. Its number is unique for its trade
/// only.
fn status(
    task: &Task<Refund>,
    seen: AlipayTradeFastpayRefundQueryResponseModel,
) -> Result<Status, NoStatus> {
    let (order, number) = (&task.order, task.number());
    let own = [("out_request_no", Some(number), seen.out_request_no.as_deref())];
    let of_trade = names(order, &seen.out_trade_no, &seen.trade_no);
    let Some(status) = seen.refund_status.as_deref() else {
        // What the platform documents for a refund that it does not know, or that failed. It need
        // not name anything then.
        let is_other = check::contradiction(&own).or(check::contradiction(&of_trade)).is_some();
        return Ok(if is_other { Status::Unknown(None) } else { Status::NotFound(None) });
    };
    check::about(number, &own)?;
    check::about(number, &of_trade)?;
    Ok(match status {
        "REFUND_SUCCESS" => {
            let amount = amount(order)?;
            check::same_amount("refund_amount", amount, seen.refund_amount.as_deref(), number)?;
            Status::Succeeded(receipt(task, amount, seen.trade_no, seen.gmt_refund_pay))
        }
        "REFUND_FAIL" => {
            let code = seen.error_code;
            Status::Failed(Failure { code, ..FailureReason::NotCarriedOut.into() })
        }
        _ => Status::Pending,
    })
}

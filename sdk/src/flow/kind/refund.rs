//! Refunds.

use super::trade;
use crate::flow::failure::{Failure, FailureReason};
use crate::flow::platform::{not_retried, signed};
use crate::flow::receipt::Receipt;
use crate::flow::status::{NoStatus, Status};
use crate::flow::task::{Steps, Task};
use crate::flow::{check, driver::Once, error::FlowError, session::Session};
use crate::model::{
    AlipayTradeFastpayRefundQueryModel, AlipayTradeFastpayRefundQueryResponseModel,
    AlipayTradeRefundModel,
};
use alipay_sdk_core::{Amount, OutRequestNo};

const DONE: &str = "REFUND_SUCCESS";

/// Gives back all or a part of what was paid for a trade (`alipay.trade.refund`, 统一收单交易退款接口).
///
/// The refund has one number (`out_request_no`) from the beginning to the end. When a response is
/// lost, `alipay.trade.fastpay.refund.query` is asked before it is sent again.
///
/// One that was serialized and read back, or that a store holds, asks first, and **is sent** when the
/// platform knows nothing of it.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Refund;

impl Refund {
    /// A refund of `refund_amount` of the trade that `out_trade_no` or `trade_no` names. Without an
    /// `out_request_no` it gets one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when one of these is missing, or cannot be sent.
    pub fn new(order: AlipayTradeRefundModel) -> Result<Task<Self>, FlowError> {
        Task::new(order)
    }
}

impl Steps for Refund {
    type Order = AlipayTradeRefundModel;
    type Operation = crate::operation::AlipayTradeRefund;
    type Driver = Once;

    const NAME: &'static str = "refund";
    const NOT_FOUND: &'static [&'static str] = trade::NOT_FOUND;
    const OTHER_ORDER: &'static [&'static str] = &["ACQ.DISCORDANT_REPEAT_REQUEST"];

    fn complete(order: &mut Self::Order) {
        order.out_request_no.get_or_insert_with(|| OutRequestNo::generate().into());
    }

    fn check(order: &Self::Order) -> Result<(), FlowError> {
        check::trade(order.out_trade_no.as_deref(), order.trade_no.as_deref())?;
        amount(order)?;
        check::number::<OutRequestNo>(Self::number(order))
    }

    fn number(order: &Self::Order) -> &str {
        order.out_request_no.as_deref().unwrap_or_default()
    }

    fn key(order: &Self::Order) -> String {
        let trade = order.out_trade_no.as_deref().or(order.trade_no.as_deref());
        format!("{}/{}", trade.unwrap_or_default(), Self::number(order))
    }

    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let order = &task.order;
        let mut question = AlipayTradeFastpayRefundQueryModel::new();
        question.out_trade_no.clone_from(&order.out_trade_no);
        question.trade_no.clone_from(&order.trade_no);
        question.out_request_no.clone_from(&order.out_request_no);
        question.org_pid.clone_from(&order.org_pid);
        question.query_options = Some(vec!["gmt_refund_pay".to_owned()]);
        let call = session.client.alipay_trade_fastpay_refund().query(&question);
        Ok(status(task, signed(call).await?)?)
    }

    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let call = not_retried(session.client.alipay_trade().refund(&task.order));
        let response = signed(call).await?;
        let mut seen = AlipayTradeFastpayRefundQueryResponseModel::new();
        // `N`: this refund was made before, or is not made yet. Asking tells.
        let is_done = response.fund_change.as_deref() == Some("Y");
        seen.refund_status = Some(if is_done { DONE } else { "REFUND_PROCESSING" }.to_owned());
        seen.out_trade_no = response.out_trade_no;
        seen.trade_no = response.trade_no;
        seen.gmt_refund_pay = response.gmt_refund_pay;
        let mut status = status(task, seen)?;
        if let Status::Succeeded(receipt) = &mut status {
            receipt.buyer.user_id = response.buyer_user_id;
            receipt.buyer.open_id = response.buyer_open_id;
            receipt.buyer.logon_id = response.buyer_logon_id;
        }
        Ok(status)
    }
}

fn amount(order: &AlipayTradeRefundModel) -> Result<Amount, FlowError> {
    check::amount("refund_amount", order.refund_amount.as_deref())
}

fn status(
    task: &Task<Refund>,
    seen: AlipayTradeFastpayRefundQueryResponseModel,
) -> Result<Status, FlowError> {
    let (order, number) = (&task.order, task.number());
    for (name, sent, received) in [
        ("out_request_no", &order.out_request_no, &seen.out_request_no),
        ("out_trade_no", &order.out_trade_no, &seen.out_trade_no),
        ("trade_no", &order.trade_no, &seen.trade_no),
    ] {
        check::same_text(name, sent.as_deref(), received.as_deref(), number)?;
    }
    Ok(match seen.refund_status.as_deref() {
        Some(DONE) => {
            let amount = amount(order)?;
            check::same_amount("refund_amount", amount, seen.refund_amount.as_deref(), number)?;
            let trade_no = seen.trade_no.or_else(|| order.trade_no.clone());
            Status::Succeeded(Receipt::new(number, trade_no, amount, seen.gmt_refund_pay))
        }
        Some("REFUND_FAIL") => {
            let code = seen.error_code;
            Status::Failed(Failure { code, ..FailureReason::NotCarriedOut.into() })
        }
        Some(_) => Status::Pending,
        // What the platform documents for a refund that it does not know, or that failed.
        None => Status::NotFound(None),
    })
}

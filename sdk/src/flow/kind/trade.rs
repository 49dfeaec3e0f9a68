//! Asking for a trade, and what its state says of a payment.

use crate::flow::order::Order;
use crate::flow::receipt::{Buyer, Receipt};
use crate::flow::status::{NoStatus, Status};
use crate::flow::{check, error::FlowError, failure::Failure, platform::signed, session::Session};
use crate::model::{
    AlipayTradePayModel, AlipayTradePrecreateModel, AlipayTradeQueryModel,
    AlipayTradeQueryResponseModel,
};
use alipay_sdk_core::{Amount, OutTradeNo};

/// The order of a payment.
pub trait PaymentOrder {
    /// Its `out_trade_no` and its `total_amount`.
    fn number_and_total(&self) -> (Option<&str>, Option<&str>);

    /// Its `out_trade_no`, to be set.
    fn number_mut(&mut self) -> &mut Option<String>;
}

impl PaymentOrder for AlipayTradePayModel {
    fn number_and_total(&self) -> (Option<&str>, Option<&str>) {
        (self.out_trade_no.as_deref(), self.total_amount.as_deref())
    }

    fn number_mut(&mut self) -> &mut Option<String> {
        &mut self.out_trade_no
    }
}

impl PaymentOrder for AlipayTradePrecreateModel {
    fn number_and_total(&self) -> (Option<&str>, Option<&str>) {
        (self.out_trade_no.as_deref(), self.total_amount.as_deref())
    }

    fn number_mut(&mut self) -> &mut Option<String> {
        &mut self.out_trade_no
    }
}

impl<T: PaymentOrder> Order for T {
    fn complete(&mut self) {
        self.number_mut().get_or_insert_with(|| OutTradeNo::generate().into());
    }

    fn check(&self) -> Result<(), FlowError> {
        total(self)?;
        check::number::<OutTradeNo>(self.number())
    }

    fn value(&self) -> Amount {
        total(self).unwrap_or(Amount::ZERO)
    }

    fn number(&self) -> &str {
        self.number_and_total().0.unwrap_or_default()
    }
}

/// The amount of a payment.
pub(super) fn total(order: &impl PaymentOrder) -> Result<Amount, FlowError> {
    check::amount("total_amount", order.number_and_total().1)
}

/// Asks for the trade of a payment.
pub(super) async fn query_payment(
    order: &impl PaymentOrder,
    session: &Session<'_>,
) -> Result<Status, NoStatus> {
    query(session, Some(order.number()), None, Some(total(order)?)).await
}

/// Asks for a trade (`alipay.trade.query`). Its amount has to be `total`, where that is known.
pub(super) async fn query(
    session: &Session<'_>,
    out_trade_no: Option<&str>,
    trade_no: Option<&str>,
    total: Option<Amount>,
) -> Result<Status, NoStatus> {
    let mut question = AlipayTradeQueryModel::new();
    question.out_trade_no = out_trade_no.map(str::to_owned);
    question.trade_no = trade_no.map(str::to_owned);
    let response = signed(session, session.client.alipay_trade().query(&question)).await?;
    status(response, out_trade_no, trade_no, total)
}

/// The numbers of a trade, as they were sent and as a response has them.
pub(super) fn names<'a>(
    out_trade_no: Option<&'a str>,
    trade_no: Option<&'a str>,
    own: &'a Option<String>,
    platform: &'a Option<String>,
) -> [check::Number<'a>; 2] {
    [("out_trade_no", out_trade_no, own.as_deref()), ("trade_no", trade_no, platform.as_deref())]
}

/// What the platform says of the trade that was asked for.
pub(super) fn status(
    response: AlipayTradeQueryResponseModel,
    out_trade_no: Option<&str>,
    trade_no: Option<&str>,
    total: Option<Amount>,
) -> Result<Status, NoStatus> {
    let number = out_trade_no.or(trade_no).unwrap_or_default();
    check::about(
        number,
        &names(out_trade_no, trade_no, &response.out_trade_no, &response.trade_no),
    )?;
    if let Some(total) = total {
        check::same_amount("total_amount", total, response.total_amount.as_deref(), number)?;
    }
    let received = response.total_amount.and_then(|amount| amount.parse().ok());
    Ok(match (response.trade_status.as_deref(), total.or(received)) {
        (Some("TRADE_SUCCESS" | "TRADE_FINISHED"), Some(amount)) => Status::Succeeded(Receipt {
            number: response.out_trade_no.unwrap_or_else(|| number.to_owned()),
            platform_number: response.trade_no.or_else(|| trade_no.map(str::to_owned)),
            amount,
            receipt_amount: response.receipt_amount.and_then(|amount| amount.parse().ok()),
            buyer: Buyer {
                user_id: response.buyer_user_id,
                open_id: response.buyer_open_id,
                logon_id: response.buyer_logon_id,
            },
            at: response.send_pay_date,
        }),
        // The payment is not known without an amount.
        (Some("TRADE_SUCCESS" | "TRADE_FINISHED") | None, _) => Status::Unknown(None),
        (Some("TRADE_CLOSED"), _) => Status::Failed(Failure::default()),
        (Some(_), _) => Status::Pending,
    })
}

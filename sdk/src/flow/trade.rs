//! Asking for a trade.

use super::run::Run;
use super::{FlowError, Receipt, answer, check};
use crate::error::Error;
use crate::model::AlipayTradeQueryModel;

/// What a query of a trade says.
pub(super) enum Seen {
    Paid(Receipt),
    Closed,
    Waiting,
    /// There is no such trade, or not yet.
    Missing,
    /// The question was not answered.
    Unsure(Option<Error>),
}

/// Asks for a trade (`alipay.trade.query`). Its amount has to be `total`, where that is known.
pub(super) async fn look(
    run: &Run<'_>,
    out_trade_no: Option<&str>,
    trade_no: Option<&str>,
    total: Option<&str>,
) -> Result<Seen, FlowError> {
    let mut question = AlipayTradeQueryModel::new();
    question.out_trade_no = out_trade_no.map(str::to_owned);
    question.trade_no = trade_no.map(str::to_owned);
    let answer = match answer::signed(run.client.alipay_trade().query(&question).await) {
        Ok(answer) => answer,
        Err(Some(error)) if is_missing(&error) => return Ok(Seen::Missing),
        Err(error) => return Ok(Seen::Unsure(error)),
    };
    let number = out_trade_no.or(trade_no).unwrap_or_default();
    check::same_text("out_trade_no", out_trade_no, answer.out_trade_no.as_deref(), number)?;
    check::same_text("trade_no", trade_no, answer.trade_no.as_deref(), number)?;
    if let Some(total) = total {
        check::same_amount("total_amount", total, answer.total_amount.as_deref(), number)?;
    }
    Ok(match answer.trade_status.as_deref() {
        Some("TRADE_SUCCESS" | "TRADE_FINISHED") => Seen::Paid(Receipt {
            number: answer.out_trade_no.unwrap_or_else(|| number.to_owned()),
            platform_number: answer.trade_no.or_else(|| trade_no.map(str::to_owned)),
            amount: answer.total_amount.or(total.map(str::to_owned)).unwrap_or_default(),
            at: answer.send_pay_date,
        }),
        Some("TRADE_CLOSED") => Seen::Closed,
        Some(_) => Seen::Waiting,
        None => Seen::Unsure(None),
    })
}

/// Whether there is no such trade. The query of refunds says it without `ACQ.`, too.
pub(super) fn is_missing(error: &Error) -> bool {
    matches!(answer::refusal(error), Some("ACQ.TRADE_NOT_EXIST" | "TRADE_NOT_EXIST"))
}

//! What an order must be to be sent, and whether an answer is about it.

use alipay_sdk_core::{Amount, InvalidNumber, OutTradeNo, TradeNo};

use super::FlowError;

/// A number must be one that the platform takes.
pub(super) fn number<N>(text: &str) -> Result<(), FlowError>
where
    N: for<'a> TryFrom<&'a str, Error = InvalidNumber>,
{
    N::try_from(text).map(drop).map_err(|error| FlowError::Order(error.to_string()))
}

/// One of the numbers of a trade must be there.
pub(super) fn trade(out_trade_no: Option<&str>, trade_no: Option<&str>) -> Result<(), FlowError> {
    if out_trade_no.or(trade_no).is_none() {
        let reason = "it names no trade: set `out_trade_no` or `trade_no`";
        return Err(FlowError::Order(reason.to_owned()));
    }
    out_trade_no.map_or(Ok(()), number::<OutTradeNo>)?;
    trade_no.map_or(Ok(()), number::<TradeNo>)
}

/// An amount must be there, be one that the platform takes, and be more than nothing.
pub(super) fn amount(name: &str, text: Option<&str>) -> Result<(), FlowError> {
    let invalid = |reason: &str| FlowError::Order(format!("`{name}` {reason}"));
    let amount = text.ok_or_else(|| invalid("is missing"))?;
    let amount: Amount = amount.parse().map_err(|error| invalid(&format!("{error}")))?;
    if amount == Amount::ZERO { Err(invalid("is zero")) } else { Ok(()) }
}

/// What a store holds under a number must be this order.
pub(super) fn same_order(same: bool, number: &str) -> Result<(), FlowError> {
    if same { Ok(()) } else { Err(other(number, "the store holds one with other contents")) }
}

/// An answer must be about what was asked.
pub(super) fn same_text(
    name: &str,
    sent: Option<&str>,
    answered: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    match sent.zip(answered) {
        Some((sent, answered)) if sent != answered => {
            Err(other(number, &format!("the answer has another {name}")))
        }
        _ => Ok(()),
    }
}

/// The platform must have moved as much as was asked for; `1` and `1.00` are the same.
pub(super) fn same_amount(
    name: &str,
    sent: &str,
    answered: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    let amount = |text: &str| text.parse::<Amount>().ok();
    match answered {
        Some(text) if text != sent && (amount(text).is_none() || amount(text) != amount(sent)) => {
            Err(other(number, &format!("the platform has the {name} {text}")))
        }
        _ => Ok(()),
    }
}

pub(super) fn other(number: &str, reason: &str) -> FlowError {
    FlowError::OtherOrder { number: number.to_owned(), reason: reason.to_owned() }
}

//! What an order must be to be sent, and whether a response is about it.

use super::error::FlowError;
use alipay_sdk_core::{Amount, InvalidNumber, OutTradeNo, TradeNo};

/// A number must be one that the platform takes.
pub(super) fn number<N>(number: &str) -> Result<(), FlowError>
where
    N: for<'a> TryFrom<&'a str, Error = InvalidNumber>,
{
    N::try_from(number).map(drop).map_err(|error| FlowError::Order(error.to_string()))
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
pub(super) fn amount(name: &str, amount: Option<&str>) -> Result<Amount, FlowError> {
    let invalid = |reason: &str| FlowError::Order(format!("`{name}` {reason}"));
    let amount = amount.ok_or_else(|| invalid("is missing"))?;
    let amount: Amount = amount.parse().map_err(|error| invalid(&format!("{error}")))?;
    if amount == Amount::ZERO { Err(invalid("is zero")) } else { Ok(amount) }
}

/// What a store holds under a number must be this order.
pub(super) fn same_order(same: bool, number: &str) -> Result<(), FlowError> {
    if same { Ok(()) } else { Err(other_order(number, "the store holds one with other contents")) }
}

/// A response must be about what was asked.
pub(super) fn same_text(
    name: &str,
    sent: Option<&str>,
    received: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    match sent.zip(received) {
        Some((sent, received)) if sent != received => {
            Err(other_order(number, &format!("the response has another {name}")))
        }
        _ => Ok(()),
    }
}

/// The platform must have moved as much as was asked for; `1` and `1.00` are the same.
pub(super) fn same_amount(
    name: &str,
    sent: Amount,
    received: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    match received {
        Some(received) if received.parse() != Ok(sent) => {
            Err(other_order(number, &format!("the platform has the {name} {received}")))
        }
        _ => Ok(()),
    }
}

pub(super) fn other_order(number: &str, reason: &str) -> FlowError {
    FlowError::OtherOrder { number: number.to_owned(), reason: reason.to_owned() }
}

/// Nobody has used the number in this task, and yet it was used.
pub(super) fn used_by_another(number: &str) -> FlowError {
    other_order(number, "it was used before this order was sent")
}

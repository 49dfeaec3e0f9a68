//! What an order must be to be sent, and whether a response is about it.

use super::error::FlowError;
use super::status::NoStatus;
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

/// A number of an order: its name, what was sent, and what the response has.
pub(super) type Number<'a> = (&'static str, Option<&'a str>, Option<&'a str>);

/// A response must name what was asked for. One that does not is another's, or tells nothing: what
/// became of this order is not known. One that names it by one number, and has another number that
/// is different, shows that the order holds numbers that do not belong together.
pub(super) fn about(number: &str, names: &[Number<'_>]) -> Result<(), NoStatus> {
    let other = contradiction(names);
    if !names.iter().any(|(_, sent, received)| sent.is_some() && sent == received) {
        if let Some(name) = other {
            tracing::warn!(target: "alipay_sdk", number, name, "a response is about another order");
        }
        return Err(NoStatus::Call(None));
    }
    match other {
        Some(name) => Err(other_order(number, &format!("the response has another {name}")).into()),
        None => Ok(()),
    }
}

/// The name of a number that is not the one that was sent.
pub(super) fn contradiction(names: &[Number<'_>]) -> Option<&'static str> {
    let differs = |sent: Option<&str>, received: Option<&str>| {
        sent.zip(received).is_some_and(|(sent, received)| sent != received)
    };
    let other = names.iter().find(|(_, sent, received)| differs(*sent, *received));
    other.map(|(name, ..)| *name)
}

/// The platform must say that it has moved as much as was asked for; `1` and `1.00` are the same.
/// What no amount can be read of tells nothing.
pub(super) fn same_amount(
    name: &str,
    sent: Amount,
    received: Option<&str>,
    number: &str,
) -> Result<(), NoStatus> {
    match received.and_then(|received| received.parse().ok()) {
        Some(received) if sent == received => Ok(()),
        Some(received) => {
            let reason = format!("the platform has the {name} {received}");
            Err(other_order(number, &reason).into())
        }
        None => Err(NoStatus::Call(None)),
    }
}

pub(super) fn other_order(number: &str, reason: &str) -> FlowError {
    FlowError::OtherOrder { number: number.to_owned(), reason: reason.to_owned() }
}

/// The work under the number is older than this task.
pub(super) fn used_by_another(number: &str) -> FlowError {
    other_order(number, "it was used before this order was sent")
}

//! Values of typed rows.

use std::borrow::Cow;

use alipay_sdk_core::{Amount, BeijingTime, InvalidTime};

/// A value, or the mistake in it, without the value itself.
type Cell<T> = Result<T, String>;

pub(super) fn text(value: &str) -> Cell<String> {
    Ok(value.to_owned())
}

/// An amount that may be below zero.
pub(super) fn amount(value: &str) -> Cell<Amount> {
    // Programs that save a bill again may group digits.
    let plain = match value.contains(',') {
        true => Cow::Owned(value.replace(',', "")),
        false => Cow::Borrowed(value),
    };
    Amount::parse_signed(&plain).map_err(|error| error.to_string())
}

pub(super) fn amount_if_any(value: &str) -> Cell<Option<Amount>> {
    if value.is_empty() { Ok(None) } else { amount(value).map(Some) }
}

pub(super) fn amount_or_zero(value: &str) -> Cell<Amount> {
    amount_if_any(value).map(Option::unwrap_or_default)
}

/// Money that went out: older files write it without its sign.
pub(super) fn outgoing(value: &str) -> Cell<Amount> {
    amount_or_zero(value).map(negative)
}

/// The same amount below zero.
pub(super) fn negative(amount: Amount) -> Amount {
    Amount::from_fen(if amount.is_negative() { amount.fen() } else { -amount.fen() })
}

/// A time, if there is one.
pub(super) fn time(value: &str) -> Cell<Option<BeijingTime>> {
    if value.is_empty() {
        return Ok(None);
    }
    value.parse().map(Some).map_err(|error: InvalidTime| error.to_string())
}

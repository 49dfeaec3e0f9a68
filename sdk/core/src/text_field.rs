//! What the texts of optional fields say.

use crate::beijing::{BeijingTime, InvalidTime};
use crate::money::{Amount, AmountError};
use crate::trade_status::TradeStatus;

/// Converts an optional text field of a response into a typed value. A field that is missing or
/// empty is `None`.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::{Amount, TextField};
///
/// // As the fields of `AlipayTradeQueryResponseModel` come:
/// let trade_status = Some("TRADE_SUCCESS".to_owned());
/// let total_amount = Some("88.88".to_owned());
/// let send_pay_date: Option<String> = None;
///
/// assert!(trade_status.is_paid());
/// assert_eq!(total_amount.amount()?, Some(Amount::from_fen(8888)));
/// assert_eq!(send_pay_date.beijing_time()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait TextField {
    /// Parses the text as an amount in yuan.
    ///
    /// # Errors
    /// When the text is not an amount, or has a sign. [`Amount::parse_signed`] accepts signs.
    fn amount(&self) -> Result<Option<Amount>, AmountError>;

    /// Parses the text as a time in UTC+8.
    ///
    /// # Errors
    /// When the text is not of the form `yyyy-MM-dd HH:mm:ss`.
    fn beijing_time(&self) -> Result<Option<BeijingTime>, InvalidTime>;

    /// Reads the text as the state of a trade.
    fn trade_status(&self) -> Option<TradeStatus>;

    /// Returns whether the text is the state of a paid trade. It is `false` when the field is
    /// missing or empty.
    fn is_paid(&self) -> bool {
        self.trade_status().is_some_and(|status| status.is_paid())
    }
}

impl TextField for Option<String> {
    fn amount(&self) -> Result<Option<Amount>, AmountError> {
        text(self).map(str::parse).transpose()
    }

    fn beijing_time(&self) -> Result<Option<BeijingTime>, InvalidTime> {
        text(self).map(str::parse).transpose()
    }

    fn trade_status(&self) -> Option<TradeStatus> {
        text(self).map(TradeStatus::from)
    }
}

fn text(field: &Option<String>) -> Option<&str> {
    field.as_deref().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_a_field_says_is_read() {
        assert_eq!(field("0.01").amount(), Ok(Some(Amount::from_fen(1))));
        assert_eq!(field("-1").amount(), Err(AmountError::NotDecimal));
        let time = field("2026-06-16 14:06:40").beijing_time();
        assert_eq!(time.map(|time| time.map(String::from)), Ok(field("2026-06-16 14:06:40")));
        assert_eq!(field("16.06.2026").beijing_time(), Err(InvalidTime));
        assert_eq!(field("TRADE_CLOSED").trade_status(), Some(TradeStatus::Closed));
        assert!(field("TRADE_FINISHED").is_paid() && !field("WAIT_BUYER_PAY").is_paid());
    }

    #[test]
    fn a_field_that_is_missing_or_empty_says_nothing() {
        for nothing in [None, field("")] {
            assert_eq!(nothing.amount(), Ok(None));
            assert_eq!(nothing.beijing_time(), Ok(None));
            assert_eq!(nothing.trade_status(), None);
            assert!(!nothing.is_paid());
        }
    }
}

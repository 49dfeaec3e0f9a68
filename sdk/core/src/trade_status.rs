//! The states of trades, as queries and notifications name them.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// The state of a trade (`trade_status`).
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::TradeStatus;
///
/// assert!(TradeStatus::from("TRADE_SUCCESS").is_paid());
/// assert!(!TradeStatus::from("WAIT_BUYER_PAY").is_final());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TradeStatus {
    /// `WAIT_BUYER_PAY`: the trade was created, and is not paid.
    WaitBuyerPay,
    /// `TRADE_SUCCESS`: the trade is paid, and can be refunded.
    Success,
    /// `TRADE_FINISHED`: the trade is paid, and can no longer be refunded.
    Finished,
    /// `TRADE_CLOSED`: the trade was not paid in time, or was refunded in full.
    Closed,
    /// A state that this version of the SDK does not know.
    Other(String),
}

impl TradeStatus {
    /// Returns the state as the platform writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::WaitBuyerPay => "WAIT_BUYER_PAY",
            Self::Success => "TRADE_SUCCESS",
            Self::Finished => "TRADE_FINISHED",
            Self::Closed => "TRADE_CLOSED",
            Self::Other(text) => text,
        }
    }

    /// Returns whether the trade is paid: `TRADE_SUCCESS` or `TRADE_FINISHED`. A partial refund
    /// does not change that.
    pub fn is_paid(&self) -> bool {
        matches!(self, Self::Success | Self::Finished)
    }

    /// Returns whether the state is final: `TRADE_FINISHED` or `TRADE_CLOSED`. `TRADE_SUCCESS` is
    /// not: a full refund closes the trade.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Finished | Self::Closed)
    }
}

impl From<&str> for TradeStatus {
    fn from(text: &str) -> Self {
        match text {
            "WAIT_BUYER_PAY" => Self::WaitBuyerPay,
            "TRADE_SUCCESS" => Self::Success,
            "TRADE_FINISHED" => Self::Finished,
            "TRADE_CLOSED" => Self::Closed,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl FromStr for TradeStatus {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl From<TradeStatus> for String {
    fn from(status: TradeStatus) -> Self {
        status.as_str().to_owned()
    }
}

impl fmt::Display for TradeStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_back_from_its_text() {
        for (text, is_paid, is_final) in [
            ("WAIT_BUYER_PAY", false, false),
            ("TRADE_SUCCESS", true, false),
            ("TRADE_FINISHED", true, true),
            ("TRADE_CLOSED", false, true),
            ("TRADE_NEW", false, false),
            ("trade_success", false, false),
        ] {
            let Ok(status) = text.parse::<TradeStatus>();
            assert_eq!(status.to_string(), text);
            assert_eq!((status.is_paid(), status.is_final()), (is_paid, is_final), "{text}");
            assert_eq!(
                matches!(status, TradeStatus::Other(_)),
                !is_paid && !is_final && text != "WAIT_BUYER_PAY"
            );
        }
    }
}

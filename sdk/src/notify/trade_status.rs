//! The states of trades that notifications name.

/// The state of a trade.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TradeStatus {
    /// `WAIT_BUYER_PAY`: made, not paid.
    WaitBuyerPay,
    /// `TRADE_SUCCESS`: paid; it can be refunded.
    Success,
    /// `TRADE_FINISHED`: paid; it can no longer be refunded.
    Finished,
    /// `TRADE_CLOSED`: not paid in time, or refunded in full.
    Closed,
    /// One that this version does not know.
    Other(String),
}

impl TradeStatus {
    pub(super) fn read(text: &str) -> Self {
        match text {
            "WAIT_BUYER_PAY" => Self::WaitBuyerPay,
            "TRADE_SUCCESS" => Self::Success,
            "TRADE_FINISHED" => Self::Finished,
            "TRADE_CLOSED" => Self::Closed,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The text on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::WaitBuyerPay => "WAIT_BUYER_PAY",
            Self::Success => "TRADE_SUCCESS",
            Self::Finished => "TRADE_FINISHED",
            Self::Closed => "TRADE_CLOSED",
            Self::Other(text) => text,
        }
    }
}

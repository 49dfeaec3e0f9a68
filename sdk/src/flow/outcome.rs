//! What a flow ends with.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{ApiError, Error};
use crate::redact;

/// How a flow ended.
#[derive(Debug)]
#[must_use]
pub enum Outcome<F> {
    /// The money has moved.
    Paid(Receipt),
    /// It has not moved, or it came back; and it will not move.
    Closed(Closed),
    /// That could not be learnt in time: keep the flow and run it again.
    Unknown(Unknown<F>),
}

/// What has moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The merchant's number: `out_trade_no`, `out_request_no` or `out_biz_no`.
    pub number: String,
    /// The platform's number: `trade_no`, or the `order_id` of a transfer.
    pub platform_number: String,
    /// How much, as text with the decimals of its currency: yuan, unless the order names another.
    pub amount: String,
    /// When, as `yyyy-MM-dd HH:mm:ss` in UTC+8, if the platform says so.
    pub at: Option<String>,
}

/// Why nothing has moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Closed {
    /// The code of the refusal, when the platform refused.
    pub code: Option<String>,
    /// Its message for people, mostly in Chinese, with personal data masked.
    pub message: Option<String>,
    /// Whether the cancellation found the trade paid, and gave the money back.
    pub refunded: bool,
}

impl Closed {
    pub(super) fn refused(refusal: &ApiError) -> Self {
        Self {
            code: refusal.code.as_ref().map(ToString::to_string),
            message: refusal.message.as_deref().map(redact::line),
            refunded: false,
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, self.refunded) {
            (_, true) => formatter.write_str("cancelled, the money was given back")?,
            (Some(code), false) => write!(formatter, "refused: {code}")?,
            (None, false) => formatter.write_str("closed without a payment")?,
        }
        self.message.iter().try_for_each(|message| write!(formatter, ": {message}"))
    }
}

/// A flow to be run again.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<F> {
    /// All that is needed to go on, in this process or another.
    pub flow: F,
    /// What stood in the way at last.
    pub error: Option<Error>,
}

/// The end of a flow as a store keeps it.
#[derive(Serialize, Deserialize)]
pub(super) enum Ended {
    Paid(Receipt),
    Closed(Closed),
}

impl<F> Outcome<F> {
    pub(super) fn closed(code: Option<Closed>) -> Self {
        Self::Closed(code.unwrap_or_default())
    }

    pub(super) fn unknown(flow: F, error: Option<Error>) -> Self {
        Self::Unknown(Unknown { flow, error })
    }

    pub(super) fn ended(&self) -> Option<Ended> {
        match self {
            Self::Paid(receipt) => Some(Ended::Paid(receipt.clone())),
            Self::Closed(closed) => Some(Ended::Closed(closed.clone())),
            Self::Unknown(_) => None,
        }
    }
}

impl<F> From<Ended> for Outcome<F> {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Paid(receipt) => Self::Paid(receipt),
            Ended::Closed(closed) => Self::Closed(closed),
        }
    }
}

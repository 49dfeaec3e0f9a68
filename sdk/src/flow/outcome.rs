//! What a flow ends with.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FlowError;
use crate::error::{ApiError, Error};
use crate::redact;

/// How a flow ended.
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
pub enum Outcome<F> {
    /// The money has moved.
    Paid(Receipt),
    /// It has not moved, or it came back; and it will not move. Of a [`Close`](super::Close): the trade
    /// is closed, and nobody can pay it.
    Closed(Closed),
    /// That could not be learnt: keep the flow and run it again.
    Unknown(Unknown<F>),
}

/// What has moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The merchant's number: `out_trade_no`, `out_request_no` or `out_biz_no`.
    pub number: String,
    /// The platform's number, if it says it: `trade_no`, or the `order_id` of a transfer.
    pub platform_number: Option<String>,
    /// How much, as text with the decimals of its currency: yuan, unless the order names another.
    pub amount: String,
    /// When, as `yyyy-MM-dd HH:mm:ss` in UTC+8, if the platform says so.
    pub at: Option<String>,
}

/// How it came that no money has moved, or none is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Closed {
    /// The code of the refusal, when the platform refused.
    pub code: Option<String>,
    /// Its message for people, mostly in Chinese, with personal data masked.
    pub message: Option<String>,
    /// Whether the cancellation found the trade paid, and gave the money back.
    pub refunded: bool,
    /// Whether the flow was given up ([`Flows::abandon`](super::Flows::abandon)). A trade whose `Close`
    /// was given up may still be paid.
    #[serde(default)]
    pub abandoned: bool,
}

impl Closed {
    pub(super) fn refused(refusal: &ApiError) -> Self {
        Self {
            code: refusal.code.as_ref().map(ToString::to_string),
            message: refusal.message.as_deref().map(redact::line),
            ..Self::default()
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, self.refunded) {
            (_, true) => formatter.write_str("cancelled, the money was given back")?,
            (Some(code), false) => write!(formatter, "refused: {code}")?,
            (None, false) if self.abandoned => formatter.write_str("given up")?,
            // Such a trade was never paid, or all of it was refunded: its state does not tell which.
            (None, false) => formatter.write_str("closed: no money is kept")?,
        }
        self.message.iter().try_for_each(|message| write!(formatter, ": {message}"))
    }
}

/// A flow to be run again. `Display` says why.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<F> {
    /// All that is needed to go on, in this process or another.
    pub flow: F,
    /// Why the outcome is not known.
    pub reason: &'static str,
    /// What stood in the way at last.
    pub error: Option<Error>,
}

impl<F> fmt::Display for Unknown<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.reason)?;
        self.error.iter().try_for_each(|error| write!(formatter, ": {error}"))
    }
}

/// The end of a flow as a store keeps it.
#[derive(Serialize, Deserialize)]
pub(super) enum Ended {
    Paid(Receipt),
    Closed(Closed),
    /// The number is used up: a later run could only take the other order for this one.
    OtherOrder {
        reason: String,
    },
}

impl Ended {
    /// How it ended, if it has.
    pub(super) fn of<F>(outcome: &Result<Outcome<F>, FlowError>) -> Option<Self> {
        match outcome {
            Ok(Outcome::Paid(receipt)) => Some(Self::Paid(receipt.clone())),
            Ok(Outcome::Closed(closed)) => Some(Self::Closed(closed.clone())),
            Err(FlowError::OtherOrder { reason, .. }) => {
                Some(Self::OtherOrder { reason: reason.clone() })
            }
            Ok(Outcome::Unknown(_)) | Err(_) => None,
        }
    }
}

impl<F> Outcome<F> {
    pub(super) fn closed(code: Option<Closed>) -> Self {
        Self::Closed(code.unwrap_or_default())
    }

    pub(super) fn abandoned() -> Self {
        Self::Closed(Closed { abandoned: true, ..Closed::default() })
    }

    /// The time is over.
    pub(super) fn unknown(flow: F, error: Option<Error>) -> Self {
        let reason = "the platform has not told the outcome in time: run the flow again";
        Self::Unknown(Unknown { flow, reason, error })
    }

    /// Nothing can be done yet about an order that nobody has opened.
    pub(super) fn open(flow: F, error: Error) -> Self {
        let reason = "the platform knows no such trade: the order may still be opened and paid until \
                      its time expires, run the flow again then";
        Self::Unknown(Unknown { flow, reason, error: Some(error) })
    }
}

//! Why a task failed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::receipt::Receipt;
use crate::error::ApiError;
use alipay_sdk_core::redact;

/// Why a task failed. No money has moved, or the money was returned, and none will move later. The
/// exception is [`Paid`](FailureReason::Paid), after which the money stays with the merchant.
/// `Display` gives the reason in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Failure {
    /// The reason.
    pub reason: FailureReason,
    /// The error code of the platform, if there is one.
    pub code: Option<String>,
    /// The platform's message, mostly in Chinese, with personal data masked.
    pub message: Option<String>,
}

/// The reason why a task failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FailureReason {
    /// The platform rejected the order. `code` tells why.
    Rejected,
    /// The platform accepted the refund or the transfer, but could not carry it out.
    NotCarriedOut,
    /// The trade was canceled on request before anybody paid
    /// ([`CancelHandle::cancel`](super::CancelHandle::cancel),
    /// [`Flows::abandon`](super::Flows::abandon)).
    Canceled,
    /// The time of the payment was over, and the trade was canceled before anybody paid. The event
    /// tells what the run was waiting for: the buyer, a scan of the code, or a response.
    TimeOver(Event),
    /// The trade is closed. It was never paid, or it was refunded in full; the state does not tell
    /// which.
    #[default]
    Closed,
    /// The money moved and was returned: the cancellation refunded a paid trade, or the bank
    /// returned the transfer.
    GivenBack,
    /// The buyer paid before the trade could be closed ([`Close`](super::Close)). The receipt tells
    /// the payment.
    Paid(Box<Receipt>),
    /// The task was given up ([`Flows::abandon`](super::Flows::abandon)) before anything was done.
    /// After a `Close` is given up, the buyer may still pay the trade.
    Abandoned,
}

impl Failure {
    pub(super) fn rejected(error: &ApiError) -> Self {
        Self {
            reason: FailureReason::Rejected,
            code: error.code.as_ref().map(|code| code.as_str().to_owned()),
            message: error.message.as_deref().map(redact::line),
        }
    }

    pub(super) fn is_rejected(&self) -> bool {
        self.reason == FailureReason::Rejected
    }

    /// Whether the platform gives one of these codes, after which the same may be sent again.
    pub(super) fn is_mendable(&self, codes: &[&str]) -> bool {
        let is_platforms =
            matches!(self.reason, FailureReason::Rejected | FailureReason::NotCarriedOut);
        is_platforms && self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }
}

impl From<FailureReason> for Failure {
    fn from(reason: FailureReason) -> Self {
        Self { reason, ..Self::default() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let FailureReason::TimeOver(event) = self.reason {
            return write!(
                formatter,
                "canceled because the time was over: the shop keeps no money ({event})"
            );
        }
        formatter.write_str(match self.reason {
            FailureReason::Rejected => "rejected",
            FailureReason::NotCarriedOut => "not carried out",
            FailureReason::Canceled | FailureReason::TimeOver(_) => {
                "canceled: the shop keeps no money"
            }
            FailureReason::Closed => "closed: never paid, or refunded in full",
            FailureReason::GivenBack => "the money was given back",
            FailureReason::Paid(_) => "the trade was paid before it could be closed",
            FailureReason::Abandoned => "given up",
        })?;
        let details = [&self.code, &self.message].into_iter().flatten();
        details
            .map(|detail| redact::line(detail))
            .try_for_each(|detail| write!(formatter, ": {detail}"))
    }
}

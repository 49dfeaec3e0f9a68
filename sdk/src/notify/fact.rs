//! What messages tell of a trade, as facts: each holds once, however many messages tell it.

use super::{Notification, NotificationError, TradeStatus};
use alipay_sdk_core::Amount;

/// A fact about a trade. Several messages tell the same fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// The trade is paid. `TRADE_SUCCESS` tells this first. `TRADE_FINISHED` tells it again up to a
    /// year later, with another `notify_id`.
    Paid,
    /// A refund was made.
    Refunded {
        /// The merchant's number of the refund (`out_biz_no`, the `out_request_no` of the call).
        number: Option<String>,
        /// The sum of all refunds of the trade in yuan, including this one (`refund_fee`).
        total: Option<Amount>,
    },
    /// The trade is closed, and nobody paid it.
    Closed,
}

/// A fact about one trade, as a key of [`handle_once`](super::handle_once), which does the work of
/// the fact once.
///
/// A query reports facts, too. Use the same key for both, so that the work is done once:
///
/// ```
/// use alipay_sdk::notify::{Fact, HandleError, Handled, TradeFact, handle_once};
/// use alipay_sdk::store::IdempotencyStore;
///
/// /// `alipay.trade.query` says `TRADE_SUCCESS`, and no notification came.
/// async fn paid(
///     store: &dyn IdempotencyStore,
///     trade_no: &str,
/// ) -> Result<Handled, HandleError<std::io::Error>> {
///     let work = async {
///         // … mark the order as paid …
///         Ok(())
///     };
///     handle_once(store, &TradeFact::new(trade_no, Fact::Paid), work).await
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TradeFact {
    /// The platform's number of the trade (`trade_no`), which no other trade has.
    pub trade_no: String,
    /// The fact.
    pub fact: Fact,
}

impl TradeFact {
    /// Creates a fact about the trade with this `trade_no`.
    pub fn new(trade_no: impl Into<String>, fact: Fact) -> Self {
        Self { trade_no: trade_no.into(), fact }
    }
}

impl Fact {
    /// The fact that a notification of a trade tells. None for other states (`WAIT_BUYER_PAY`), and
    /// for a refund without number and total.
    pub(super) fn told_by(notification: &Notification) -> Option<Self> {
        match (TradeStatus::from(notification.get("trade_status")?), refund(notification)) {
            // Nothing can be refunded any more: an earlier message told the refund that it names.
            (TradeStatus::Finished, _) | (TradeStatus::Success, None) => Some(Self::Paid),
            (TradeStatus::Closed, None) => Some(Self::Closed),
            (TradeStatus::Success | TradeStatus::Closed, refund) => {
                refund.filter(Self::is_distinct)
            }
            // It waits for the buyer, or is of a state that this version does not know.
            _ => None,
        }
    }

    /// Whether it can be told from others of its kind.
    fn is_distinct(&self) -> bool {
        !matches!(self, Self::Refunded { number: None, total: None })
    }

    /// Its name in the keys of a store. The number of the merchant stands last: it may hold `/`.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Paid => "paid".to_owned(),
            Self::Closed => "closed".to_owned(),
            Self::Refunded { number: Some(number), .. } => format!("refunded/{number}"),
            // Each refund raises the total.
            Self::Refunded { number: None, total } => {
                format!("refunded-in-all/{}", total.unwrap_or_default())
            }
        }
    }
}

/// The refund that a notification names, be it new or not.
fn refund(notification: &Notification) -> Option<Fact> {
    let fee = notification.get("refund_fee");
    let total = fee.and_then(|fee| fee.parse().ok());
    let has_fee = fee.is_some() && total != Some(Amount::ZERO);
    let is_named = has_fee || notification.get("gmt_refund").is_some();
    let number = notification.get("out_biz_no").map(str::to_owned);
    let total = total.filter(|total| *total > Amount::ZERO);
    is_named.then_some(Fact::Refunded { number, total })
}

/// Whether a notification tells of a new refund.
pub(super) fn tells_refund(notification: &Notification) -> bool {
    let status = notification.get("trade_status").map(TradeStatus::from);
    status != Some(TradeStatus::Finished) && refund(notification).is_some()
}

impl Notification {
    /// Returns the fact about a trade that the notification tells, if any.
    ///
    /// # Errors
    /// [`NotificationError::Unreadable`] when the notification concerns a trade, but has no
    /// `trade_no`.
    pub fn trade_fact(&self) -> Result<Option<TradeFact>, NotificationError> {
        let Some(fact) = Some(self).filter(|told| told.is_trade()).and_then(Fact::told_by) else {
            return Ok(None);
        };
        let missing = NotificationError::Unreadable { name: "trade_no", problem: "is missing" };
        Ok(Some(TradeFact::new(self.get("trade_no").ok_or(missing)?, fact)))
    }
}

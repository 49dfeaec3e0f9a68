//! The money that has moved, and its owner.

use std::fmt;

use serde::{Deserialize, Serialize};

use alipay_sdk_core::{Amount, redact::MASK};

/// The platform's data about a task that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The merchant's number: `out_trade_no`, `out_request_no` or `out_biz_no`.
    pub number: String,
    /// The platform's number, if the response names it: the `trade_no`, or the `order_id` of a
    /// transfer.
    pub platform_number: Option<String>,
    /// The amount that has moved, in the currency of the order: yuan, unless the order names
    /// another one. It is zero when a trade is closed.
    pub amount: Amount,
    /// The amount of a payment that the merchant receives (`receipt_amount`), if the response names
    /// it.
    pub receipt_amount: Option<Amount>,
    /// The buyer who pays or gets a refund, as far as the response names one.
    pub buyer: Buyer,
    /// The time when the money moved, as `yyyy-MM-dd HH:mm:ss` in UTC+8, if the response names it.
    pub at: Option<String>,
}

impl Receipt {
    pub(super) fn new(
        number: &str,
        platform_number: Option<String>,
        amount: Amount,
        at: Option<String>,
    ) -> Self {
        let (number, buyer) = (number.to_owned(), Buyer::default());
        Self { number, platform_number, amount, receipt_amount: None, buyer, at }
    }
}

/// A buyer, as the platform identifies one. `Debug` shows only which ids are set.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Buyer {
    /// Alipay's id of the buyer (`buyer_user_id`).
    pub user_id: Option<String>,
    /// The id of the buyer for this application alone (`buyer_open_id`).
    pub open_id: Option<String>,
    /// The login name of the buyer (`buyer_logon_id`), masked by the platform.
    pub logon_id: Option<String>,
}

impl fmt::Debug for Buyer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = |id: &Option<String>| id.as_ref().map(|_| MASK);
        formatter
            .debug_struct("Buyer")
            .field("user_id", &masked(&self.user_id))
            .field("open_id", &masked(&self.open_id))
            .field("logon_id", &masked(&self.logon_id))
            .finish()
    }
}

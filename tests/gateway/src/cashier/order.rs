//! What a buyer is asked to pay.

use serde::Serialize;

/// The order that is to be paid, and where its buyer goes afterwards.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Order {
    pub(crate) trade_no: String,
    pub(crate) out_trade_no: String,
    pub(crate) subject: String,
    /// In yuan.
    pub(crate) total_amount: String,
    /// The way back to the shop, when its order names one.
    pub(crate) back: Option<Return>,
    /// Where a buyer who gives up is sent, when the order says so.
    pub(crate) quit_url: Option<String>,
}

/// The way back to the shop.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Return {
    pub(crate) url: String,
    pub(crate) app_id: String,
    /// The operation that placed the order.
    pub(crate) method: String,
}

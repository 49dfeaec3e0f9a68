//! What the receiver of a trade is told.

use std::collections::BTreeMap;

use super::notice::Notice;
use crate::clock;

/// A paid trade, as its receiver is notified.
#[derive(Clone, Debug, Default)]
pub struct PaidTrade {
    /// The `notify_url` of the trade, to which the notification goes.
    pub notify_url: String,
    /// The application that placed the trade.
    pub app_id: String,
    /// The platform's number of the trade.
    pub trade_no: String,
    /// The merchant's number of the trade.
    pub out_trade_no: String,
    /// The amount in yuan, `88.88`.
    pub total_amount: String,
    /// The subject of the order.
    pub subject: String,
    /// Further parameters, such as `body`, `buyer_id`, `seller_id` or `passback_params`. They
    /// replace parameters of the same name from the fields above.
    pub more: BTreeMap<String, String>,
}

impl PaidTrade {
    /// What its receiver is told when it was paid.
    pub(crate) fn notice(&self) -> Notice {
        let (now, total_amount) = (clock::now(), &*self.total_amount);
        self.identity()
            .parameters([
                ("trade_status", "TRADE_SUCCESS"),
                ("receipt_amount", total_amount),
                ("buyer_pay_amount", total_amount),
                ("invoice_amount", total_amount),
                ("gmt_create", &now),
                ("gmt_payment", &now),
            ])
            .parameters(&self.more)
    }

    /// Which trade it is, whatever became of it.
    pub(crate) fn identity(&self) -> Notice {
        let Self { app_id, trade_no, out_trade_no, total_amount, subject, .. } = self;
        Notice::new(&self.notify_url).parameters([
            ("app_id", app_id),
            ("auth_app_id", app_id),
            ("trade_no", trade_no),
            ("out_trade_no", out_trade_no),
            ("total_amount", total_amount),
            ("subject", subject),
        ])
    }
}

//! One trade, and its refunds.

use serde_json::{Value, json};

use crate::notify::PaidTrade;
use crate::state::buyer::LOGON_ID;
use crate::state::input::Merchant;
use crate::state::money::Fen;

/// A trade, as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TradeRecord {
    /// The application that placed it.
    pub app_id: String,
    /// The merchant's number.
    pub out_trade_no: String,
    /// The platform's number.
    pub trade_no: String,
    /// `WAIT_BUYER_PAY`, `TRADE_SUCCESS` or `TRADE_CLOSED`.
    pub status: &'static str,
    /// How much is to be paid, in fen.
    pub total: i64,
    /// How much was paid, in fen.
    pub paid: i64,
    /// How much went back, in fen.
    pub refunded: i64,
}

/// How far a trade is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is a QR code that nobody has scanned: nobody can see the trade yet.
    Unscanned,
    Waiting,
    Paid,
    Closed,
    /// It was canceled before anybody could see it: only its number is used up.
    Unused,
}

pub(super) struct Trade {
    pub(super) merchant: Merchant,
    pub(super) out_trade_no: String,
    pub(super) trade_no: String,
    pub(super) stage: Stage,
    pub(super) total: Fen,
    pub(super) subject: String,
    /// Where its payment is notified, when the order says so.
    pub(super) notify_url: Option<String>,
    /// The operation that placed it, and the fingerprint of the parameters.
    pub(super) placed: (String, u64),
    pub(super) buyer_user_id: String,
    pub(super) buyer_open_id: String,
    pub(super) paid_at: Option<String>,
    pub(super) refunds: Vec<Refund>,
    /// After how many more queries the buyer pays.
    pub(super) queries_left: Option<u32>,
    /// What a cancellation did, once there was one.
    pub(super) canceled: Option<Option<&'static str>>,
}

/// Money that went back.
pub(super) struct Refund {
    pub(super) out_request_no: String,
    pub(super) amount: Fen,
    pub(super) reason: Option<String>,
    pub(super) at: String,
}

impl Trade {
    pub(super) fn is_visible(&self) -> bool {
        !matches!(self.stage, Stage::Unscanned | Stage::Unused)
    }

    pub(super) fn status(&self) -> &'static str {
        match self.stage {
            Stage::Unscanned | Stage::Waiting => "WAIT_BUYER_PAY",
            Stage::Paid => "TRADE_SUCCESS",
            Stage::Closed | Stage::Unused => "TRADE_CLOSED",
        }
    }

    pub(super) fn paid(&self) -> Fen {
        if self.paid_at.is_some() { self.total } else { Fen::ZERO }
    }

    pub(super) fn refunded(&self) -> Fen {
        self.refunds.iter().fold(Fen::ZERO, |sum, refund| sum.plus(refund.amount))
    }

    /// What of the payment has not gone back.
    pub(super) fn left(&self) -> Fen {
        self.paid().minus(self.refunded())
    }

    /// Where the money came from.
    pub(super) fn fund_bills(amount: Fen) -> Value {
        json!([{"fund_channel": "ALIPAYACCOUNT", "amount": amount.to_string()}])
    }

    pub(super) fn details(&self) -> Value {
        let (total, paid) = (self.total.to_string(), self.paid().to_string());
        let mut shown = json!({
            "trade_no": self.trade_no, "out_trade_no": self.out_trade_no, "total_amount": total,
            "trade_status": self.status(), "subject": self.subject,
            "buyer_logon_id": LOGON_ID, "buyer_user_id": self.buyer_user_id,
            "buyer_open_id": self.buyer_open_id, "buyer_user_type": "PRIVATE",
            "buyer_pay_amount": paid, "receipt_amount": paid, "invoice_amount": paid,
            "point_amount": "0.00",
        });
        if let Some(at) = &self.paid_at {
            shown["send_pay_date"] = at.as_str().into();
            shown["fund_bill_list"] = Self::fund_bills(self.total);
        }
        shown
    }

    /// The notification of its payment, when it has a receiver.
    pub(super) fn notice(&self) -> Option<PaidTrade> {
        Some(PaidTrade {
            notify_url: self.notify_url.clone()?,
            app_id: self.merchant.app_id.clone(),
            trade_no: self.trade_no.clone(),
            out_trade_no: self.out_trade_no.clone(),
            total_amount: self.total.to_string(),
            subject: self.subject.clone(),
            more: [("buyer_id".to_owned(), self.buyer_user_id.clone())].into(),
        })
    }

    pub(super) fn record(&self) -> TradeRecord {
        TradeRecord {
            app_id: self.merchant.app_id.clone(),
            out_trade_no: self.out_trade_no.clone(),
            trade_no: self.trade_no.clone(),
            status: self.status(),
            total: self.total.0,
            paid: self.paid().0,
            refunded: self.refunded().0,
        }
    }
}

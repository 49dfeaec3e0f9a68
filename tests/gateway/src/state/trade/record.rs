//! One trade, and its refunds.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::deadline::Deadline;
use crate::clock;
use crate::state::book::Movement;
use crate::state::buyer::{Buyer, LOGON_ID};
use crate::state::input::Merchant;
use crate::state::ledger::EntryKind;
use crate::state::money::Fen;

/// A trade of the gateway.
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
    /// The amount to pay, in fen.
    pub total: i64,
    /// The paid amount, in fen.
    pub paid: i64,
    /// The refunded amount, in fen.
    pub refunded: i64,
    /// The account of the merchant, 16 digits.
    pub seller_id: String,
    /// The subject of the order.
    pub subject: String,
    /// When the trade was placed, in UTC+8: `2026-06-16 12:00:00`.
    pub created_at: String,
    /// When the trade is closed, unless it is paid before.
    pub expires_at: String,
    /// When the trade was paid.
    pub paid_at: Option<String>,
    /// When the trade was closed.
    pub closed_at: Option<String>,
    /// The refunds, the oldest first.
    pub refunds: Vec<RefundRecord>,
}

/// A refund of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefundRecord {
    /// The merchant's number of the refund (`out_request_no`).
    pub out_request_no: String,
    /// The amount in fen.
    pub amount: i64,
    /// The merchant's reason (`refund_reason`).
    pub reason: Option<String>,
    /// The time in UTC+8.
    pub at: String,
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
    /// Where it is told what becomes of it, when the order says so.
    pub(super) notify_url: Option<String>,
    /// What of the order is told back: `passback_params`, `body`.
    pub(super) echoed: BTreeMap<String, String>,
    pub(super) created_at: String,
    pub(super) deadline: Deadline,
    /// The operation that placed it, and the fingerprint of the parameters.
    pub(super) placed: (String, u64),
    pub(super) buyer: Buyer,
    pub(super) paid_at: Option<String>,
    pub(super) closed_at: Option<String>,
    pub(super) refunds: Vec<RefundRecord>,
    /// After how many more queries the buyer pays.
    pub(super) queries_left: Option<u32>,
    /// What a cancellation did, once there was one.
    pub(super) canceled: Option<Option<&'static str>>,
}

impl Trade {
    pub(super) fn is_visible(&self) -> bool {
        !matches!(self.stage, Stage::Unscanned | Stage::Unused)
    }

    /// Whether a buyer may pay it.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Unscanned | Stage::Waiting)
    }

    /// When it is closed if nothing happens.
    pub(super) fn due(&self) -> Option<OffsetDateTime> {
        match self.stage {
            Stage::Unscanned => Some(self.deadline.qr_code),
            Stage::Waiting => Some(self.deadline.trade),
            Stage::Paid | Stage::Closed | Stage::Unused => None,
        }
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
        self.refunds.iter().fold(Fen::ZERO, |sum, refund| sum.plus(Fen(refund.amount)))
    }

    /// What of the payment has not gone back.
    pub(super) fn left(&self) -> Fen {
        self.paid().minus(self.refunded())
    }

    /// Where the money came from.
    pub(super) fn fund_bills(amount: Fen) -> Value {
        json!([{"fund_channel": "ALIPAYACCOUNT", "amount": amount.to_string()}])
    }

    /// Its numbers and its buyer, which responses about it begin with.
    pub(super) fn identity(&self) -> Value {
        json!({
            "trade_no": self.trade_no, "out_trade_no": self.out_trade_no,
            "buyer_logon_id": LOGON_ID, "buyer_user_id": self.buyer.user_id,
            "buyer_open_id": self.buyer.open_id,
        })
    }

    pub(super) fn details(&self) -> Value {
        let (total, paid) = (self.total.to_string(), self.paid().to_string());
        let mut shown = self.identity();
        for (name, value) in [
            ("total_amount", &*total),
            ("trade_status", self.status()),
            ("subject", &*self.subject),
            ("buyer_user_type", "PRIVATE"),
            ("point_amount", "0.00"),
        ] {
            shown[name] = value.into();
        }
        for name in ["buyer_pay_amount", "receipt_amount", "invoice_amount"] {
            shown[name] = paid.as_str().into();
        }
        if let Some(at) = &self.paid_at {
            shown["send_pay_date"] = at.as_str().into();
            shown["fund_bill_list"] = Self::fund_bills(self.total);
        }
        shown
    }

    /// Its money moves.
    pub(super) fn movement(&self, kind: EntryKind, amount: Fen) -> Movement<'_> {
        Movement {
            kind,
            merchant: &self.merchant,
            number: &self.trade_no,
            out_number: &self.out_trade_no,
            out_request_no: "",
            subject: &self.subject,
            created_at: &self.created_at,
            amount,
        }
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
            seller_id: self.merchant.account(),
            subject: self.subject.clone(),
            created_at: self.created_at.clone(),
            expires_at: clock::in_china(self.deadline.trade),
            paid_at: self.paid_at.clone(),
            closed_at: self.closed_at.clone(),
            refunds: self.refunds.clone(),
        }
    }
}

//! All trades: finding, paying, paying back.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::deadline::Deadline;
use super::record::{RefundRecord, Stage, Trade, TradeRecord};
use crate::clock;
use crate::notify::Notice;
use crate::rejection::Rejection;
use crate::request::Checked;
use crate::state::book::{Book, Movement};
use crate::state::bounded::Bounded;
use crate::state::buyer::Buyer;
use crate::state::input::{Merchant, invalid};
use crate::state::ledger::EntryKind;
use crate::state::money::Fen;

/// What the number of every trade begins with; then comes its id.
pub(super) const TRADE_NO: &str = "2026061622001";

/// All trades.
#[derive(Default)]
pub(in crate::state) struct Trades {
    /// Where the gateway is: QR codes lead there.
    pub(in crate::state) address: String,
    /// What receivers were not told yet.
    pub(super) notices: Vec<Notice>,
    /// When which trades are closed, unless they are paid before.
    pub(super) deadlines: BTreeSet<(OffsetDateTime, u64)>,
    pub(super) by_number: Bounded<(Merchant, String), Trade>,
}

impl Trades {
    /// A new trade with nothing in it.
    pub(super) fn blank(&self, book: &Book, merchant: &Merchant, out_trade_no: &str) -> Trade {
        let now = book.now();
        Trade {
            merchant: merchant.clone(),
            out_trade_no: out_trade_no.to_owned(),
            trade_no: format!("{TRADE_NO}{:015}", self.by_number.next_id()),
            stage: Stage::Waiting,
            total: Fen::ZERO,
            subject: String::new(),
            notify_url: None,
            echoed: BTreeMap::new(),
            created_at: clock::in_china(now),
            deadline: Deadline { trade: now, qr_code: now },
            placed: (String::new(), 0),
            buyer: Buyer::default(),
            paid_at: None,
            closed_at: None,
            refunds: Vec::new(),
            queries_left: None,
            canceled: None,
        }
    }

    /// The buyer of the newest waiting trade of this number pays; whether there is one.
    pub(in crate::state) fn buyer_pays(&mut self, book: &mut Book, out_trade_no: &str) -> bool {
        let id = self.find_open(out_trade_no);
        id.inspect(|id| self.settle(book, *id)).is_some()
    }

    /// The buyer of this trade pays; whether it is waiting for that.
    pub(in crate::state) fn pay_trade(&mut self, book: &mut Book, trade_no: &str) -> bool {
        let id = trade_no.strip_prefix(TRADE_NO).and_then(|id| id.parse().ok());
        let waits = |id: &u64| self.by_number.get(*id).is_some_and(|t| t.stage == Stage::Waiting);
        let id = id.filter(waits);
        id.inspect(|id| self.settle(book, *id)).is_some()
    }

    pub(super) fn find_open(&self, out_trade_no: &str) -> Option<u64> {
        let named = |id: &u64| {
            self.by_number.get(*id).is_some_and(|trade| trade.out_trade_no == out_trade_no)
        };
        self.by_number.open().find(named)
    }

    pub(in crate::state) fn records(&self) -> Vec<TradeRecord> {
        self.by_number.iter().filter(|trade| trade.is_visible()).map(Trade::record).collect()
    }

    /// The numbers of trades of which more went back than was paid.
    pub(in crate::state) fn overdrawn(&self) -> Vec<String> {
        let trades = self.by_number.iter().filter(|trade| trade.left() < Fen::ZERO);
        trades.map(|trade| trade.trade_no.clone()).collect()
    }

    /// The trade that a request names, whether or not it can be seen.
    pub(super) fn find(
        &self,
        merchant: &Merchant,
        request: &Checked,
    ) -> Result<Option<u64>, Rejection> {
        let (trade_no, out_trade_no) =
            (request.body_text("trade_no"), request.body_text("out_trade_no"));
        let id = match (trade_no, out_trade_no) {
            (None, None) => {
                let expected = "out_trade_no or trade_no is required";
                return Err(invalid("ACQ.INVALID_PARAMETER", expected));
            }
            (Some(number), _) => number.strip_prefix(TRADE_NO).and_then(|id| id.parse().ok()),
            (None, Some(number)) => self.by_number.id(&(merchant.clone(), number.to_owned())),
        };
        let fits = |trade: &Trade| {
            trade.merchant == *merchant
                && trade_no.is_none_or(|number| number == trade.trade_no)
                && out_trade_no.is_none_or(|number| number == trade.out_trade_no)
        };
        Ok(id.filter(|id| self.by_number.get(*id).is_some_and(fits)))
    }

    /// The trade that a request names, if the merchant can see it.
    pub(super) fn visible(&self, merchant: &Merchant, request: &Checked) -> Result<u64, Rejection> {
        let id = self.find(merchant, request)?;
        let visible = |id: &u64| self.by_number.get(*id).is_some_and(Trade::is_visible);
        id.filter(visible).ok_or_else(not_exist)
    }

    pub(super) fn at(&mut self, id: u64) -> Result<&mut Trade, Rejection> {
        self.by_number.get_mut(id).ok_or_else(not_exist)
    }

    /// Moves money back; a trade that nothing is left of is closed.
    pub(super) fn pay_back(
        &mut self,
        book: &mut Book,
        id: u64,
        out_request_no: String,
        amount: Fen,
        reason: Option<String>,
    ) -> Result<usize, Rejection> {
        let (trade, at) = (self.at(id)?, book.time());
        let refund = RefundRecord { out_request_no, amount: amount.0, reason, at: at.clone() };
        trade.refunds.push(refund);
        if trade.left() == Fen::ZERO {
            trade.stage = Stage::Closed;
            trade.closed_at = Some(at);
        }
        if let Some(refund) = trade.refunds.last() {
            let movement = trade.movement(EntryKind::Refund, amount);
            book.move_money(Movement { out_request_no: &refund.out_request_no, ..movement });
            let notice = trade.refund_notice(refund);
            self.notices.extend(notice);
        }
        Ok(self.at(id)?.refunds.len().saturating_sub(1))
    }

    pub(in crate::state) fn set_limit(&mut self, limit: usize) {
        self.by_number.set_limit(limit);
    }

    /// What receivers were not told yet; it counts as told from now on.
    pub(in crate::state) fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }
}

fn not_exist() -> Rejection {
    Rejection::business("ACQ.TRADE_NOT_EXIST", "交易不存在")
}

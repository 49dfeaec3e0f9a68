//! Everything that is remembered, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::files::{Files, Upload};
use super::ledger::{Book, Ledger};
use super::mini_program::MiniPrograms;
use super::money::Fen;
use super::token::Tokens;
use super::trade::{TradeRecord, Trades};
use super::transfer::Transfers;
use crate::notify::PaidTrade;
use crate::refusal::Reply;
use crate::request::Checked;

/// All of it.
#[derive(Default)]
pub(crate) struct State(Mutex<All>);

#[derive(Default)]
struct All {
    trades: Trades,
    transfers: Transfers,
    tokens: Tokens,
    files: Files,
    mini_programs: MiniPrograms,
    book: Book,
}

impl State {
    /// The answer to an operation that something is remembered for; none when it is to be made up.
    pub(crate) fn answer(&self, request: &Checked) -> Option<Reply> {
        self.lock().answer(request)
    }

    /// The payments whose receivers were not notified yet; they count as notified from now on.
    pub(crate) fn take_unnotified_payments(&self) -> Vec<PaidTrade> {
        self.lock().trades.take_unnotified()
    }

    pub(crate) fn buyer_pays(&self, out_trade_no: &str) -> bool {
        let all = &mut *self.lock();
        all.trades.buyer_pays(&mut all.book, out_trade_no)
    }

    /// The buyer of this trade pays; whether it is waiting for that.
    pub(crate) fn pay_trade(&self, trade_no: &str) -> bool {
        let all = &mut *self.lock();
        all.trades.pay_trade(&mut all.book, trade_no)
    }

    pub(crate) fn buyer_scans(&self, out_trade_no: &str) -> bool {
        self.lock().trades.buyer_scans(out_trade_no)
    }

    pub(crate) fn set_balance(&self, fen: i64) {
        let all = &mut *self.lock();
        all.transfers.set_balance(&mut all.book, Fen(fen.max(0)));
    }

    pub(crate) fn issue_user_code(&self, user_id: &str) -> String {
        self.lock().tokens.issue_user_code(user_id)
    }

    pub(crate) fn issue_app_code(&self, merchant_app_id: &str) -> String {
        self.lock().tokens.issue_app_code(merchant_app_id)
    }

    pub(crate) fn set_strict(&self, strict: bool) {
        self.lock().mini_programs.strict = strict;
    }

    pub(crate) fn set_limit(&self, number: usize) {
        let all = &mut *self.lock();
        all.trades.set_limit(number);
        all.transfers.set_limit(number);
        all.tokens.set_limit(number);
        all.files.set_limit(number);
        all.mini_programs.set_limit(number);
        all.book.set_limit(number);
    }

    pub(crate) fn trades(&self) -> Vec<TradeRecord> {
        self.lock().trades.records()
    }

    pub(crate) fn uploads(&self) -> Vec<Upload> {
        self.lock().files.uploads()
    }

    pub(crate) fn ledger(&self) -> Ledger {
        let all = self.lock();
        all.book.snapshot(all.trades.overdrawn())
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn answer(&mut self, request: &Checked) -> Option<Reply> {
        let merchant = self.tokens.merchant(request);
        let Self { trades, transfers, tokens, files, mini_programs, book } = self;
        trades
            .answer(book, &merchant, request)
            .or_else(|| transfers.answer(book, &merchant, request))
            .or_else(|| tokens.answer(request))
            .or_else(|| files.answer(request))
            .or_else(|| mini_programs.answer(files, &merchant, request))
    }
}

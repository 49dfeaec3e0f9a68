//! Everything that is remembered, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Duration, OffsetDateTime};

use super::all::All;
use super::book::Statement;
use super::files::Upload;
use super::ledger::Ledger;
use super::money::Fen;
use super::routes;
use super::trade::{TradeRecord, TradeView};
use crate::notify::Notice;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;

/// All of it.
#[derive(Default)]
pub(crate) struct State(Mutex<All>);

impl State {
    /// The state of a gateway at this address.
    pub(crate) fn at(base_url: &str) -> Self {
        let state = Self::default();
        base_url.clone_into(&mut state.lock().trades.address);
        state
    }

    /// The response to an operation that something is remembered for; none when it is to be made
    /// up.
    pub(crate) fn respond(&self, request: &Checked) -> Option<Reply> {
        let route = routes::find(&request.operation.id)?;
        Some(route.respond(&mut self.lock(), request))
    }

    /// What receivers of trades were not told yet; it counts as told from now on.
    pub(crate) fn take_notices(&self) -> Vec<Notice> {
        self.lock().trades.take_notices()
    }

    /// Whether the merchant that a request names is one that lets the application act for it.
    pub(crate) fn check_merchant(&self, request: &Checked) -> Result<(), Rejection> {
        self.lock().tokens.merchant(request).map(drop)
    }

    /// The time of the remembered facts.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.lock().book.now()
    }

    /// Moves that time forward. Trades that are overdue then are closed.
    pub(crate) fn advance(&self, by: Duration) {
        self.lock().book.advance(by);
        drop(self.lock());
    }

    /// The movements of the account of a request's merchant, at times that begin like this.
    pub(crate) fn statement(
        &self,
        request: &Checked,
        times: &str,
    ) -> Result<(String, Statement), Rejection> {
        let all = self.lock();
        let account = all.tokens.merchant(request)?.account();
        let statement = all.book.statement(&account, times);
        Ok((account, statement))
    }

    /// The same of any account.
    pub(crate) fn statement_of(&self, account: &str, times: &str) -> Statement {
        self.lock().book.statement(account, times)
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

    /// A buyer opens what a QR code leads to: the number of its trade.
    pub(crate) fn scan(&self, code: &str) -> Option<String> {
        self.lock().trades.scan(code)
    }

    /// A trade by the platform's number, also one that no merchant can see yet.
    pub(crate) fn trade(&self, trade_no: &str) -> Option<TradeView> {
        self.lock().trades.view(trade_no)
    }

    /// The last trades, the newest first, and how many there are.
    pub(crate) fn last_trades(&self, limit: usize) -> (Vec<TradeView>, usize) {
        self.lock().trades.last_views(limit)
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

    /// Remembers the files of a request whose response is made up.
    pub(crate) fn keep_files(&self, request: &Checked) {
        if !request.files.is_empty() {
            self.lock().files.add(request, "");
        }
    }

    pub(crate) fn uploads(&self) -> Vec<Upload> {
        self.lock().files.uploads()
    }

    pub(crate) fn ledger(&self) -> Ledger {
        let all = self.lock();
        all.book.snapshot(all.trades.overdrawn())
    }

    #[cfg(test)]
    pub(super) fn deadlines(&self) -> usize {
        self.lock().trades.deadlines()
    }

    /// Nobody sees a trade as waiting whose time is over.
    fn lock(&self) -> MutexGuard<'_, All> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let All { trades, book, .. } = &mut *guard;
        trades.close_overdue(book);
        guard
    }
}

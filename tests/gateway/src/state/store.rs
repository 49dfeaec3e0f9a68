//! Everything that is remembered, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Duration, OffsetDateTime};

use super::book::{Book, Statement};
use super::files::{Files, Upload};
use super::ledger::Ledger;
use super::mini_program::{MiniPrograms, PACKAGE_BUILD, TEMPLATE_BUILD};
use super::money::Fen;
use super::token::Tokens;
use super::trade::{TradeRecord, Trades};
use super::transfer::Transfers;
use crate::notify::Notice;
use crate::rejection::{Rejection, Reply};
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
    /// The response to an operation that something is remembered for; none when it is to be made
    /// up.
    pub(crate) fn respond(&self, request: &Checked) -> Option<Reply> {
        self.lock().respond(request)
    }

    /// What receivers of trades were not told yet; it counts as told from now on.
    pub(crate) fn take_notices(&self) -> Vec<Notice> {
        self.lock().trades.take_notices()
    }

    /// Whether the merchant that a request names is one that lets the application act for it.
    pub(crate) fn check_merchant(&self, request: &Checked) -> Result<(), Rejection> {
        self.lock().tokens.merchant(request).map(drop)
    }

    /// The time of what is remembered.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.lock().book.now()
    }

    /// Moves that time forward. What is overdue then is closed.
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

impl All {
    /// The operations with state.
    fn respond(&mut self, request: &Checked) -> Option<Reply> {
        let merchant = &match self.tokens.merchant(request) {
            Ok(merchant) => merchant,
            Err(rejection) => return Some(Err(rejection)),
        };
        let Self { trades, transfers, tokens, files, mini_programs, book } = self;
        Some(match &*request.operation.id {
            "alipay.trade.create"
            | "alipay.trade.app.pay"
            | "alipay.trade.page.pay"
            | "alipay.trade.wap.pay" => trades.create(book, merchant, request),
            "alipay.trade.precreate" => trades.precreate(book, merchant, request),
            "alipay.trade.pay" => trades.pay(book, merchant, request),
            "alipay.trade.query" => trades.query(book, merchant, request),
            "alipay.trade.cancel" => trades.cancel(book, merchant, request),
            "alipay.trade.close" => trades.close(book, merchant, request),
            "alipay.trade.refund" => trades.refund(book, merchant, request),
            "alipay.trade.refund.apply" => trades.apply_for_refund(book, merchant, request),
            "alipay.trade.fastpay.refund.query" => trades.query_refund(merchant, request),
            "alipay.fund.trans.uni.transfer" => transfers.transfer(book, merchant, request),
            "alipay.fund.trans.common.query" => transfers.query(merchant, request),
            "alipay.fund.account.query" => Ok(transfers.account(book, merchant)),
            "alipay.system.oauth.token" => tokens.user_token(request),
            "alipay.user.info.share" => tokens.user_info(request),
            "alipay.open.auth.token.app" => tokens.app_token(request),
            "alipay.open.auth.token.app.query" => tokens.query_app_token(request),
            "alipay.open.file.upload" => files.upload(request),
            "alipay.open.mini.version.audit.apply" => mini_programs.apply(files, merchant, request),
            "alipay.open.mini.version.audit.cancel" => mini_programs.cancel(merchant, request),
            "alipay.open.mini.version.upload" => {
                mini_programs.upload(merchant, request, &TEMPLATE_BUILD)
            }
            "alipay.open.mini.version.build.query" => {
                mini_programs.query(merchant, request, &TEMPLATE_BUILD)
            }
            "alipay.open.mini.innerversion.upload" => {
                mini_programs.upload(merchant, request, &PACKAGE_BUILD)
            }
            "alipay.open.mini.innerversion.uploadstatus.query" => {
                mini_programs.query(merchant, request, &PACKAGE_BUILD)
            }
            "alipay.open.mini.innerversion.online" => mini_programs.online(merchant, request),
            "alipay.open.mini.innerversion.sync" => mini_programs.sync(merchant, request),
            "alipay.open.mini.innerversion.upgrade" => mini_programs.upgrade(request),
            _ => return None,
        })
    }
}

//! What the gateway remembers: trades, money, tokens, files, mini programs.
//!
//! Everything belongs to a merchant: the application itself, or the one that it acts for by
//! `alipay-app-auth-token`. Of everything only the last 100,000 things are kept, unless said
//! otherwise; what is finished is dropped first.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

mod api;
mod auth_code;
mod clock;
mod file;
mod fund;
mod input;
mod ledger;
mod mini;
mod money;
mod order;
#[cfg(test)]
mod property;
mod refund;
mod shelf;
pub mod special;
#[cfg(test)]
mod testing;
mod token;
mod trade;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub use file::Upload;
pub use ledger::{Entry, EntryKind, Ledger, LedgerError, Totals};
pub use trade::TradeRecord;

use crate::check::Checked;
use crate::notify::PaidTrade;
use crate::refusal::Refusal;

/// The buyer, unless the request names another.
const BUYER_USER_ID: &str = "2088000000000001";
const BUYER_OPEN_ID: &str = "gateway-buyer-open-id";

/// All of it.
#[derive(Default)]
pub(crate) struct State(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    trades: trade::Trades,
    funds: fund::Funds,
    tokens: token::Tokens,
    files: file::Files,
    minis: mini::Minis,
    book: ledger::Book,
}

impl State {
    /// The answer to an operation that something is remembered for; none when it is to be made up.
    pub(crate) fn answer(&self, request: &Checked) -> Option<Result<Value, Refusal>> {
        self.kept().answer(request)
    }

    /// The payments whose receivers were not told yet; they count as told from now on.
    pub(crate) fn untold_payments(&self) -> Vec<PaidTrade> {
        std::mem::take(&mut self.kept().trades.untold)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn answer(&mut self, request: &Checked) -> Option<Result<Value, Refusal>> {
        let merchant = self.tokens.merchant(request);
        let Self { trades, funds, tokens, files, minis, book } = self;
        trades
            .answer(book, &merchant, request)
            .or_else(|| funds.answer(book, &merchant, request))
            .or_else(|| tokens.answer(request))
            .or_else(|| files.answer(request))
            .or_else(|| minis.answer(files, &merchant, request))
    }
}

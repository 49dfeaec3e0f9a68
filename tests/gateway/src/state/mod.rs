//! What the gateway remembers: trades, money, tokens, files, mini programs.
//!
//! Everything belongs to a merchant: the application itself, or the one that it acts for by
//! `alipay-app-auth-token`. By default it holds the last 100,000 items of each kind; what is
//! finished is dropped first.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

mod all;
mod book;
mod bounded;
mod buyer;
mod files;
mod input;
mod ledger;
mod mini_program;
mod money;
#[cfg(test)]
mod property;
mod routes;
mod store;
pub mod test_values;
#[cfg(test)]
mod testing;
mod token;
mod trade;
mod transfer;

pub(crate) use buyer::LOGON_ID as BUYER_LOGON_ID;
pub use files::Upload;
pub use ledger::{Entry, EntryKind, Ledger, LedgerError, Totals};
pub(crate) use money::{Fen, yuan};
pub(crate) use routes::{ROUTES, Route};
pub(crate) use store::State;
pub use trade::{RefundRecord, TradeRecord};
pub(crate) use trade::{TradeStage, TradeView};

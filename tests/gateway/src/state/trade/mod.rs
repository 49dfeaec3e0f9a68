//! Trades and their refunds.

mod auth_code;
mod order;
mod query;
mod record;
mod refund;
mod trades;

pub use record::TradeRecord;
pub(super) use trades::Trades;

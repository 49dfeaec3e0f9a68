//! Trades and their refunds.

mod auth_code;
mod closing;
mod deadline;
mod notice;
mod order;
mod query;
mod record;
mod refund;
mod trades;

pub use record::{RefundRecord, TradeRecord};
pub(super) use trades::Trades;

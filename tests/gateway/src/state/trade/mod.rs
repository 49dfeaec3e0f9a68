//! Trades and their refunds.

mod auth_code;
mod order;
mod query;
mod record;
mod refund;
mod trades;
mod view;

pub(crate) use record::Stage as TradeStage;
pub use record::TradeRecord;
pub(super) use trades::Trades;
pub(crate) use view::{RefundView, TradeView};

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
mod view;

pub(crate) use record::Stage as TradeStage;
pub use record::{RefundRecord, TradeRecord};
pub(super) use trades::Trades;
pub(crate) use view::TradeView;

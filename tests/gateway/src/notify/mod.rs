//! Notifications: what the platform tells a receiver about a trade or by its message service.

mod delivery;
mod notice;
mod notifier;
mod paid_trade;
mod post;
mod receivers;

pub use delivery::{Attempt, Delivery, Outcome};
pub use notice::Notice;
pub(crate) use notifier::{Notifier, Settings};
pub use paid_trade::PaidTrade;
pub(crate) use receivers::Receivers;

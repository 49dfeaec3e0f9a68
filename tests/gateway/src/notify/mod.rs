//! Notifications: what the platform tells a receiver about a trade or by its message service.

mod delivery;
mod notice;
mod notifier;
mod post;
mod receivers;

pub use delivery::{Attempt, Delivery, Outcome};
pub use notice::{Notice, PaidTrade};
pub(crate) use notifier::{Notifier, Settings};
pub(crate) use receivers::Receivers;

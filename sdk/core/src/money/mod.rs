//! Amounts of money as whole numbers of the smallest unit.

mod amount;
mod currency;
mod decimal;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
pub mod signed_amount;

pub use amount::Amount;
pub use currency::{Currency, Money, UnknownCurrency};
pub use decimal::AmountError;

//! For serde: amounts as texts that may be negative, as in bills.
//!
//! Without it a field accepts an [`Amount`] without a sign only.
//!
//! ```
//! # use alipay_sdk_core as alipay_sdk;
//! use alipay_sdk::Amount;
//! use serde_json::{Value, json};
//!
//! let booked: Amount = alipay_sdk::signed_amount::deserialize(json!("-12.00"))?;
//! assert_eq!(booked, Amount::from_fen(-1200));
//! assert!(serde_json::from_value::<Amount>(json!("-12.00")).is_err());
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::{Deserializer, Serializer};

use super::amount::{Amount, AmountText};

/// Serializes the amount, with a minus sign when it is negative.
///
/// # Errors
/// When the format reports an error.
pub fn serialize<S: Serializer>(amount: &Amount, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// Deserializes an amount as [`Amount::parse_signed`] does.
///
/// # Errors
/// When the value is not a text, or the text is not an amount.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    deserializer.deserialize_str(AmountText(Amount::parse_signed))
}

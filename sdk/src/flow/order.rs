//! What an order has to say of itself.

use super::error::FlowError;
use alipay_sdk_core::Amount;

/// The model of a request that a task sends.
pub trait Order {
    /// Sets the fields that may be left out.
    fn complete(&mut self) {}

    /// Checks whether the order can be sent.
    fn check(&self) -> Result<(), FlowError>;

    /// Returns the merchant's number.
    fn number(&self) -> &str;

    /// Returns the amount of the order, or zero when it moves no money.
    fn value(&self) -> Amount;

    /// Returns the text that identifies the order among those of its kind.
    fn key(&self) -> String {
        self.number().to_owned()
    }
}

//! What an order has to say of itself.

use super::error::FlowError;
use alipay_sdk_core::Amount;

/// The model of a request that a task sends.
pub trait Order {
    /// Sets what may be left out.
    fn complete(&mut self) {}

    /// Whether it can be sent.
    fn check(&self) -> Result<(), FlowError>;

    /// The merchant's number.
    fn number(&self) -> &str;

    /// How much money it is about; nothing when it moves none.
    fn value(&self) -> Amount;

    /// What tells it from others of its kind.
    fn key(&self) -> String {
        self.number().to_owned()
    }
}

//! What an order has to say of itself.

use super::error::FlowError;

/// The model of a request that a task sends.
pub trait Order {
    /// Sets what may be left out.
    fn complete(&mut self) {}

    /// Whether it can be sent.
    fn check(&self) -> Result<(), FlowError>;

    /// The merchant's number.
    fn number(&self) -> &str;

    /// What tells it from others of its kind.
    fn key(&self) -> String {
        self.number().to_owned()
    }
}

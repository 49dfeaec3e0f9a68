//! Canceling payments that are being run.

use std::fmt;
use std::sync::Arc;

use super::driver::Payment;
use super::error::FlowError;
use super::mark::Mark;
use super::stop::Stop;
use super::task::Kind;
use alipay_sdk_core::store::IdempotencyStore;

/// The kinds whose tasks can be canceled while they run: [`Pay`](super::Pay) and
/// [`Precreate`](super::Precreate).
pub trait Cancelable: Kind {}

impl<K: Payment> Cancelable for K {}

/// Cancels a running payment. [`Flows::cancel_handle`](super::Flows::cancel_handle) and
/// [`Flows::cancel_handle_of`](super::Flows::cancel_handle_of) return it.
#[derive(Clone)]
#[must_use]
pub struct CancelHandle {
    pub(super) stop: Stop,
    pub(super) word: Option<(Arc<dyn IdempotencyStore>, Arc<Mark>)>,
}

impl CancelHandle {
    /// Requests the cancellation of the payment, and returns without waiting. The run gives the
    /// outcome.
    ///
    /// A run in this process stops waiting at once. A run in another process stops after its [query
    /// interval](super::Timing::poll) at the latest. The run then queries the trade once more. When
    /// the trade is paid, the outcome is [`Outcome::Succeeded`](super::Outcome::Succeeded): refund
    /// it. Otherwise the run cancels the trade, and ends as
    /// [`Canceled`](super::FailureReason::Canceled). It does not interrupt a call that is in
    /// progress, and does not send a call that it has not sent yet.
    ///
    /// With a store the request stays until the payment has ended: the next run cancels a payment
    /// that is not running now.
    ///
    /// # Errors
    /// [`FlowError::Store`] when the store fails. A run in another process may not see the request:
    /// call this again.
    pub async fn cancel(&self) -> Result<(), FlowError> {
        self.stop.set();
        match &self.word {
            Some((store, mark)) => mark.leave(&**store, "").await.map_err(FlowError::Store),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for CancelHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CancelHandle")
            .field("is_canceled", &self.stop.is_set())
            .field("store", &self.word.is_some())
            .finish()
    }
}

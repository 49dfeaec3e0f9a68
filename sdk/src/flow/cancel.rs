//! Canceling payments that are being run.

use std::fmt;
use std::sync::Arc;

use super::driver::Payment;
use super::error::FlowError;
use super::mark::Mark;
use super::stop::Stop;
use super::task::Kind;
use crate::store::IdempotencyStore;

/// Kinds whose tasks can be canceled while they run: [`Pay`](super::Pay) and
/// [`Precreate`](super::Precreate).
pub trait Cancelable: Kind {}

impl<K: Payment> Cancelable for K {}

/// Cancels a payment that is being run. [`Flows::cancel_handle`](super::Flows::cancel_handle) and
/// [`Flows::cancel_handle_of`](super::Flows::cancel_handle_of) give it.
#[derive(Clone)]
#[must_use]
pub struct CancelHandle {
    pub(super) stop: Stop,
    pub(super) word: Option<(Arc<dyn IdempotencyStore>, Arc<Mark>)>,
}

impl CancelHandle {
    /// Says that the payment is to be canceled, and returns: the outcome is that of the run.
    ///
    /// A run in this process stops waiting at once, one in another process after the interval of
    /// its [questions](super::Timing::poll) at the latest. It asks once more. A payment that is
    /// made by then is [`Outcome::Succeeded`](super::Outcome::Succeeded): refund it. Otherwise it
    /// cancels the trade, and ends as [`Canceled`](super::FailureReason::Canceled). A call that is
    /// under way is not broken off. A call that was not sent yet is not sent any more.
    ///
    /// With a store the word stays until the payment has ended: one that nobody runs is canceled
    /// by the next run.
    ///
    /// # Errors
    /// [`FlowError::Store`]: a run in another process may not hear of it. Say it again.
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

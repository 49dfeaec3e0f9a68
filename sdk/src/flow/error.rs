//! Why a flow was not run, or was stopped.

use super::failure::Failure;
use crate::error::Error;
use alipay_sdk_core::store::StoreError;

/// Why a flow did not run, or was stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The order cannot be run as it is. Nothing was sent.
    #[error("the order cannot be run: {0}")]
    Order(String),
    /// The settings of the flows do not allow a run. Nothing was sent.
    #[error("the flows cannot be run: {0}")]
    Settings(String),
    /// Nothing was done: the first call did not reach the platform, was not allowed (a wrong key, a
    /// missing permission), or there were too many calls (429). The flow has not ended, and may be
    /// run again.
    ///
    /// With a store the flow stays there as unfinished. The next run **sends** a refund, a transfer
    /// or a closure. If you no longer want it, [give it up](super::Flows::abandon). The next run of
    /// a [`Pay`](super::Pay) does not send it; it queries the trade, and cancels it when its time
    /// is over. It is better to start a new payment with another number.
    #[error("nothing was done")]
    NotDone(#[source] Error),
    /// The platform rejected a refund or a transfer for a reason that you can fix, such as an empty
    /// account or an exhausted limit. `code` says which;
    /// [`Operation::MENDABLE`](crate::Operation::MENDABLE) lists the codes. Nothing was done, and
    /// the flow has not ended.
    ///
    /// Fix the reason, and run the same order again, with the same number. With a store the flow
    /// stays there as unfinished, and the next run **sends** it. If you no longer want it, [give it
    /// up](super::Flows::abandon). Do not send the order under another number before that.
    #[error("{0}: fix the cause, and run the task again with the same number")]
    Mendable(Failure),
    /// The number belongs to another order. Each order needs its own number. With a store the
    /// number stays used, and every later run returns the same error.
    #[error("the number {number} belongs to another order: {reason}")]
    OtherOrder {
        /// The merchant's number.
        number: String,
        /// How the run found this out.
        reason: String,
    },
    /// Another process is running this flow, or has taken it over. A process that died, or a future
    /// that was dropped, also holds the flow until its [lease](super::Timing::lease) is over. Run
    /// it again later.
    #[error("another process runs this flow ({key}): run it again later")]
    Busy {
        /// The key in the store.
        key: String,
    },
    /// The store failed. Run the flow again: it finds out what the platform has done. When the
    /// entry is [`Untrusted`](crate::store::StoreErrorKind::Untrusted), somebody else wrote it, and
    /// the flow was not run: a person must examine it.
    #[error("the store of flows failed")]
    Store(#[source] StoreError),
    /// The entry of this flow in the store is damaged, or is from another version of the SDK.
    #[error("the entry {key} in the store is not a state of this flow")]
    State {
        /// The key in the store.
        key: String,
        /// The problem of the entry.
        source: serde_json::Error,
    },
}

impl FlowError {
    /// Returns whether money may have moved under the number of this flow, or may still move. That
    /// includes the money of another order with the same number.
    pub fn is_unknown_outcome(&self) -> bool {
        match self {
            Self::Order(_) | Self::Settings(_) | Self::NotDone(_) | Self::Mendable(_) => false,
            Self::OtherOrder { .. } | Self::Busy { .. } | Self::Store(_) | Self::State { .. } => {
                true
            }
        }
    }
}

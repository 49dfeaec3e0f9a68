//! Why a flow was not run, or was stopped.

use crate::error::Error;
use crate::store::StoreError;

/// A flow was not run, or was stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The order cannot be run as it is; nothing was sent.
    #[error("the order cannot be run: {0}")]
    Order(String),
    /// The first call reached nobody, was not allowed (a wrong key, a missing permission), or came too
    /// early (429): nothing was done, and the flow has not ended. It may be run again; a payment face to
    /// face is better started anew, under another number, than waited for.
    #[error("nothing was done: {0}")]
    NotDone(#[source] Error),
    /// The number belongs to another order than this flow's: an order needs a number of its own.
    #[error("the number {number} belongs to another order: {reason}")]
    OtherOrder {
        /// The merchant's number.
        number: String,
        /// How that shows.
        reason: String,
    },
    /// Another process runs this flow right now, or died less than a lease ago.
    #[error("this flow is being run elsewhere: {key}")]
    Busy {
        /// The key in the store.
        key: String,
    },
    /// The store failed. What the platform has done is not lost: run the flow again.
    #[error("the store of flows: {0}")]
    Store(#[from] StoreError),
    /// What the store holds for this flow is not of this version of the SDK.
    #[error("the store holds what is no state of this flow ({key}): {source}")]
    State {
        /// The key in the store.
        key: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

//! Why a flow was not run, or was stopped.

use super::failure::Failure;
use crate::error::Error;
use crate::store::StoreError;

/// A flow was not run, or was stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The order cannot be run as it is; nothing was sent.
    #[error("the order cannot be run: {0}")]
    Order(String),
    /// The flows cannot be run as they are set up; nothing was sent.
    #[error("the flows cannot be run: {0}")]
    Settings(String),
    /// The first call reached nobody, was not allowed (a wrong key, a missing permission), or there
    /// were too many calls (429): nothing was done, and the flow has not ended. It may be run
    /// again.
    ///
    /// With a store it stands there as unfinished. A refund, a transfer or a closure that is found
    /// there is **sent** when it is run: if it is not wanted any more, [give it
    /// up](super::Flows::abandon). A [`Pay`](super::Pay) is not sent again but asked for, and
    /// canceled when its time is over: it is better started anew, under another number, than
    /// waited for.
    #[error("nothing was done")]
    NotDone(#[source] Error),
    /// The platform rejected a refund or a transfer for a reason that you can mend: the account is
    /// empty, a limit is used up (`code` says which; the list is
    /// [`Operation::MENDABLE`](crate::Operation::MENDABLE)). Nothing was done, and the flow has not
    /// ended.
    ///
    /// Mend it, and run the same order again, with the same number. With a store it stands there as
    /// unfinished, and **is sent** when it is run: [give it up](super::Flows::abandon) if it is not
    /// wanted any more. Do not send it under another number before that.
    #[error("{0}: mend that, and run it again with the same number")]
    Mendable(Failure),
    /// The number belongs to another order than this flow's: an order needs a number of its own.
    /// With a store the number stays used up, and every later run says the same.
    #[error("the number {number} belongs to another order: {reason}")]
    OtherOrder {
        /// The merchant's number.
        number: String,
        /// How that shows.
        reason: String,
    },
    /// Another process runs this flow right now, has taken it over from this one, or died less than
    /// a [lease](super::Timing::lease) ago; or its future was dropped less than a lease ago.
    #[error("this flow is being run elsewhere: {key}")]
    Busy {
        /// The key in the store.
        key: String,
    },
    /// The store failed. What the platform has done is not lost: run the flow again. When the store
    /// holds what somebody else wrote ([`Untrusted`](crate::store::StoreErrorKind::Untrusted)), the
    /// flow was not run: a person must look.
    #[error("the store of flows failed")]
    Store(#[source] StoreError),
    /// What the store holds for this flow is damaged, or of another version of the SDK.
    #[error("the entry in the store is no state of this flow: {key}")]
    State {
        /// The key in the store.
        key: String,
        /// Its problem.
        source: serde_json::Error,
    },
}

impl FlowError {
    /// Whether money may have moved under the number of this flow, or may yet move; also that of
    /// another order.
    pub fn is_unknown_outcome(&self) -> bool {
        match self {
            Self::Order(_) | Self::Settings(_) | Self::NotDone(_) | Self::Mendable(_) => false,
            Self::OtherOrder { .. } | Self::Busy { .. } | Self::Store(_) | Self::State { .. } => {
                true
            }
        }
    }
}

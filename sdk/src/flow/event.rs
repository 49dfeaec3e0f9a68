//! What a run is at, for those who watch it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The current step of a run. [`Flows::on_event`](super::Flows::on_event) receives it, also when it
/// has not changed since the last query. `Display` gives it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The run sends the order.
    Sending,
    /// The platform does not know the number yet: nobody has scanned the code, or the order did not
    /// arrive.
    NotFound,
    /// The platform waits for the buyer, who has to enter the password or to confirm.
    WaitingForBuyer,
    /// The platform has accepted the refund, transfer or closure, and is processing it.
    Processing,
    /// There was no response, or no clear one. The run queries the platform.
    Unclear,
    /// The run cancels the trade.
    Canceling,
}

/// Hears of events: of the number of a task, and of what its run is at.
pub(super) type Listener = dyn Fn(&str, Event) + Send + Sync;

impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sending => "sending the order",
            Self::NotFound => "the platform does not know the number yet",
            Self::WaitingForBuyer => "waiting for the buyer",
            Self::Processing => "the platform is processing it",
            Self::Unclear => "no clear response",
            Self::Canceling => "canceling",
        })
    }
}

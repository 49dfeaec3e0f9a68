//! What a run is at, for those who watch it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a run is at. [`Flows::on_event`](super::Flows::on_event) hears it, also when it has not
/// changed since the last question. `Display` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The order is sent.
    Sending,
    /// The platform knows nothing of the number yet: nobody has scanned the code, or the order did
    /// not arrive.
    NotFound,
    /// The platform waits for the buyer, who has to enter the password or to confirm.
    WaitingForBuyer,
    /// The platform has taken the refund, transfer or closure, and works on it.
    Processing,
    /// There was no response, or none that settles anything: the platform is asked.
    Unclear,
    /// The trade is being canceled.
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
            Self::Processing => "the platform works on it",
            Self::Unclear => "no clear response",
            Self::Canceling => "canceling",
        })
    }
}

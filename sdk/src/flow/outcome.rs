//! What a task ends with.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::check;
use super::error::FlowError;
use super::failure::Failure;
use super::receipt::Receipt;
use super::status::Status;
use super::task::{Kind, Task};
use crate::error::Error;

const TIME_OVER: &str = "the platform did not report the outcome in time: run the task again";
const NOT_OPENED: &str = "the platform knows no such trade: the order may still be opened and \
                          paid until its time expires; run the task again after that";

/// The outcome of a task.
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
pub enum Outcome<K: Kind> {
    /// The task succeeded: the money has moved, or the trade of a [`Close`](super::Close) is closed
    /// and can no longer be paid.
    Succeeded(Receipt),
    /// The task failed: nothing was done, or it was undone. It stays failed unless you
    /// [reopen](super::Flows::reopen) it.
    Failed(Failure),
    /// The outcome is unknown: keep the task, and run it again.
    Unknown(Unknown<K>),
}

/// A task whose outcome is unknown, to run again. `Display` gives the reason.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<K: Kind> {
    /// The task, which can go on in this process or another.
    pub task: Task<K>,
    /// Why the outcome is not known.
    pub reason: &'static str,
    /// The last error, if there was one.
    pub error: Option<Error>,
}

impl<K: Kind> Outcome<K> {
    /// What the last status of a run means.
    pub(super) fn new(task: Task<K>, last: Status) -> Self {
        let (reason, error) = match last {
            Status::Succeeded(receipt) => return Self::Succeeded(receipt),
            Status::Failed(failure) => return Self::Failed(failure),
            Status::NotFound(error) => (NOT_OPENED, error),
            Status::Unknown(error) => (TIME_OVER, error),
            Status::Pending | Status::NumberTaken => (TIME_OVER, None),
        };
        Self::Unknown(Unknown { task, reason, error })
    }
}

impl<K: Kind> fmt::Display for Unknown<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.reason)?;
        self.error.iter().try_for_each(|error| write!(formatter, ": {error}"))
    }
}

/// An outcome that no later run changes, as a store keeps it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    Succeeded(Receipt),
    Failed(Failure),
    /// The number is used up: a later run could only take the other order for this one.
    OtherOrder {
        reason: String,
    },
}

impl Ended {
    pub(super) fn into_status(self, number: &str) -> Result<Status, FlowError> {
        match self {
            Self::Succeeded(receipt) => Ok(Status::Succeeded(receipt)),
            Self::Failed(failure) => Ok(Status::Failed(failure)),
            Self::OtherOrder { reason } => Err(check::other_order(number, &reason)),
        }
    }
}

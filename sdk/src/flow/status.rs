//! What the platform says of a number, when it is asked or when something is submitted under it.

use super::error::FlowError;
use super::failure::Failure;
use super::receipt::Receipt;
use crate::error::{Error, ErrorCode};

/// The state of the order with a number, as the platform reports it.
pub enum Status {
    /// The order is done.
    Succeeded(Receipt),
    /// The order failed for good. A submission that was
    /// [rejected](super::failure::FailureReason::Rejected) has done nothing, but an earlier one may
    /// have.
    Failed(Failure),
    /// The platform is processing the order, or the buyer has to act.
    Pending,
    /// The platform does not know the number, or not yet.
    NotFound(Option<Error>),
    /// The number was used before: by a submission of this task, by an earlier attempt of the
    /// client, or by somebody else. A query must tell.
    NumberTaken,
    /// The platform did not tell. A query must tell.
    Unknown(Option<Error>),
}

/// Why a call returned no status.
pub enum NoStatus {
    /// There is no usable response.
    Call(Option<Error>),
    /// The task must not go on.
    Flow(FlowError),
}

impl From<Option<Error>> for NoStatus {
    fn from(error: Option<Error>) -> Self {
        Self::Call(error)
    }
}

impl From<FlowError> for NoStatus {
    fn from(error: FlowError) -> Self {
        Self::Flow(error)
    }
}

impl Status {
    /// The status of a first submission: nothing of this task was sent before it.
    pub(super) fn of_first_submission(self) -> Result<Self, FlowError> {
        match self {
            Self::Unknown(Some(error)) if is_not_done(&error) => Err(FlowError::NotDone(error)),
            status => Ok(status),
        }
    }
}

/// Whether a call was not even looked at: a wrong key, a missing permission, too many calls, no
/// connection.
fn is_not_done(error: &Error) -> bool {
    rejection(error).is_none() && !error.is_unknown_outcome()
}

/// The code of a rejection that settles something: signed, and of no attempt that may have been
/// processed.
pub(super) fn rejection(error: &Error) -> Option<&str> {
    let settles = error.is_business() && !error.is_unknown_outcome();
    error.code().filter(|_| settles).map(ErrorCode::as_str)
}

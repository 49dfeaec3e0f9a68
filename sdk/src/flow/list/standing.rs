//! How tasks of a list stand after their runs.

use std::fmt;

use crate::flow::error::FlowError;
use crate::flow::failure::Failure;
use crate::flow::outcome::Outcome;
use crate::flow::task::Kind;
use alipay_sdk_core::{
    redact,
    store::{StoreError, StoreErrorKind},
};

/// The state of a task after a run. `Display` gives it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// The task succeeded ([`Outcome::Succeeded`]).
    Succeeded,
    /// The task failed for good ([`Outcome::Failed`]).
    Failed,
    /// The task can go on once you have fixed the reason ([`FlowError::Mendable`]), such as an
    /// empty account. Run it again then.
    Mendable,
    /// The task has not ended: run it again later ([`Outcome::Unknown`], [`FlowError::NotDone`],
    /// [`FlowError::Busy`], a store that cannot be reached).
    Open,
    /// A person must examine the task: its order is not valid, its number belongs to another order,
    /// or its entry in the store cannot be read or was written by somebody else.
    Problem,
}

impl Standing {
    /// Returns the state of a task whose run gave this result.
    pub fn of<K: Kind>(outcome: &Result<Outcome<K>, FlowError>) -> Self {
        match outcome {
            Ok(Outcome::Succeeded(_)) => Self::Succeeded,
            Ok(Outcome::Failed(_)) => Self::Failed,
            Ok(Outcome::Unknown(_)) => Self::Open,
            Err(error) => Self::of_error(error),
        }
    }

    pub(super) fn of_error(error: &FlowError) -> Self {
        match error {
            FlowError::Mendable(_) => Self::Mendable,
            FlowError::NotDone(_) | FlowError::Busy { .. } => Self::Open,
            FlowError::Store(error) if passes(error) => Self::Open,
            FlowError::Store(_)
            | FlowError::Order(_)
            | FlowError::Settings(_)
            | FlowError::OtherOrder { .. }
            | FlowError::State { .. } => Self::Problem,
        }
    }
}

/// Whether a failure of the store is over some time.
fn passes(error: &StoreError) -> bool {
    matches!(error.kind(), StoreErrorKind::Unavailable | StoreErrorKind::ClaimLost)
}

/// Why a task has not succeeded, in words that many tasks share: without its number.
pub(super) fn reason<K: Kind>(outcome: &Result<Outcome<K>, FlowError>) -> Option<String> {
    match outcome {
        Ok(Outcome::Succeeded(_)) => None,
        Ok(Outcome::Failed(failure)) => Some(of_failure(failure)),
        Ok(Outcome::Unknown(unknown)) => Some(unknown.reason.to_owned()),
        Err(error) => Some(reason_of_error(error)),
    }
}

pub(super) fn reason_of_error(error: &FlowError) -> String {
    match error {
        FlowError::Mendable(failure) => of_failure(failure),
        FlowError::NotDone(source) => match source.code() {
            Some(code) => format!("nothing was done: {}", redact::line(code.as_str())),
            None => "nothing was done".to_owned(),
        },
        FlowError::Order(_) | FlowError::Settings(_) => redact::line(&error.to_string()),
        FlowError::OtherOrder { .. } => "the number belongs to another order".to_owned(),
        FlowError::Busy { .. } => "it is being run elsewhere".to_owned(),
        FlowError::Store(source) => source.to_string(),
        FlowError::State { .. } => "the stored value is not the state of a flow".to_owned(),
    }
}

/// The code, if the platform gave one.
fn of_failure(failure: &Failure) -> String {
    failure.code.as_deref().map_or_else(|| failure.to_string(), redact::line)
}

impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Mendable => "to be fixed",
            Self::Open => "open",
            Self::Problem => "to be checked",
        })
    }
}

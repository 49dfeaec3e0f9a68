//! What happens while a list is run.

use std::error::Error;
use std::fmt;

use super::standing::Standing;
use crate::flow::error::FlowError;
use crate::flow::event::Event;
use crate::flow::outcome::Outcome;
use crate::flow::task::Kind;

/// An event of the run of a list. `index` is the place in the list, from 0. `number` is the [number
/// of the task](super::super::Task::number). `Display` gives one line.
#[derive(Debug)]
#[non_exhaustive]
pub enum ListEvent<K: Kind> {
    /// The run of a task begins.
    Started {
        /// The place in the list.
        index: u64,
        /// The merchant's number.
        number: String,
    },
    /// The run of a task has made a step.
    Progressed {
        /// The place in the list.
        index: u64,
        /// The merchant's number.
        number: String,
        /// The current step.
        event: Event,
    },
    /// The run of a task is over. [`standing`](Self::standing) tells whether the task has ended,
    /// too.
    Ended {
        /// The place in the list.
        index: u64,
        /// The merchant's number.
        number: String,
        /// The result of [`Flows::run`](crate::flow::Flows::run).
        outcome: Result<Outcome<K>, FlowError>,
    },
    /// The item is not a task: its order is not valid, its entry in the store cannot be read, or
    /// the store failed.
    NoTask {
        /// The place in the list.
        index: u64,
        /// The reason.
        error: FlowError,
    },
}

impl<K: Kind> ListEvent<K> {
    /// Returns the state of a task after its run, or `None` while it runs.
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::Started { .. } | Self::Progressed { .. } => None,
            Self::Ended { outcome, .. } => Some(Standing::of(outcome)),
            Self::NoTask { error, .. } => Some(Standing::of_error(error)),
        }
    }
}

impl<K: Kind> fmt::Display for ListEvent<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started { number, .. } => write!(formatter, "{number}: started"),
            Self::Progressed { number, event, .. } => write!(formatter, "{number}: {event}"),
            Self::Ended { number, outcome, .. } => match outcome {
                Ok(Outcome::Succeeded(receipt)) => {
                    write!(formatter, "{number}: {}, {} yuan", Standing::Succeeded, receipt.amount)
                }
                Ok(Outcome::Failed(failure)) => write!(formatter, "{number}: {failure}"),
                Ok(Outcome::Unknown(unknown)) => write!(formatter, "{number}: {unknown}"),
                Err(error) => write!(formatter, "{number}: {}", Line(error)),
            },
            Self::NoTask { index, error } => {
                write!(formatter, "item {index} is not a task: {}", Line(error))
            }
        }
    }
}

/// An error and what lies behind it.
struct Line<'e>(&'e FlowError);

impl fmt::Display for Line<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)?;
        self.0.source().into_iter().try_for_each(|source| write!(formatter, ": {source}"))
    }
}

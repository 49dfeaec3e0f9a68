//! What became of a list.

use std::fmt;

use super::standing::{Standing, reason, reason_of_error};
use crate::flow::error::FlowError;
use crate::flow::failure::Failure;
use crate::flow::outcome::Outcome;
use crate::flow::task::Kind;
use alipay_sdk_core::Amount;

/// How many reasons are told apart: a report stays small, and fits on one screen.
const MOST_REASONS: usize = 16;

/// The result of the run of a list. `Display` gives a summary of several lines.
///
/// Amounts are in the currency of the orders. Do not mix currencies in one list, because their sums
/// would be meaningless.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The tasks that succeeded, in this run or earlier. The amount is the money that has moved.
    pub succeeded: Tally,
    /// The tasks that failed for good.
    pub failed: Tally,
    /// The tasks to run again once you have fixed the reason. The amount is the sum of their
    /// orders.
    pub mendable: Tally,
    /// The tasks to run again later.
    pub open: Tally,
    /// The tasks that a person must examine.
    pub problems: Tally,
    /// Why no more tasks were started, when the list [stopped](super::RunAll::stop_when_mendable).
    pub stopped_by: Option<Failure>,
    /// In order.
    reasons: Vec<(Standing, String, u64)>,
}

/// A number of tasks, and the sum of their amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// The number of tasks.
    pub count: u64,
    /// The sum of the amounts of the orders. A closure has no amount, nor has an item that is not a
    /// task.
    pub amount: Amount,
}

impl Report {
    /// Returns whether the list is complete, and each of its tasks has succeeded or failed for
    /// good.
    pub fn is_settled(&self) -> bool {
        let left = self.mendable.count + self.open.count + self.problems.count;
        left == 0 && self.stopped_by.is_none()
    }

    /// Returns the number of tasks in this state, and the sum of their amounts.
    pub fn tally(&self, standing: Standing) -> Tally {
        match standing {
            Standing::Succeeded => self.succeeded,
            Standing::Failed => self.failed,
            Standing::Mendable => self.mendable,
            Standing::Open => self.open,
            Standing::Problem => self.problems,
        }
    }

    /// Returns why tasks have not succeeded, with the number of tasks per reason. A reason is the
    /// platform's code, or short text. After 16 different reasons all others are counted as `other
    /// reasons`.
    pub fn reasons(&self) -> impl Iterator<Item = (Standing, &str, u64)> {
        self.reasons.iter().map(|(standing, reason, count)| (*standing, &**reason, *count))
    }

    /// Counts a run of a task with this amount.
    pub(super) fn add<K: Kind>(&mut self, amount: Amount, outcome: &Result<Outcome<K>, FlowError>) {
        let amount = match outcome {
            Ok(Outcome::Succeeded(receipt)) => receipt.amount,
            _ => amount,
        };
        self.count(Standing::of(outcome), amount, reason(outcome));
    }

    /// Counts a failure without a task.
    pub(super) fn add_error(&mut self, error: &FlowError) {
        let standing = Standing::of_error(error);
        self.count(standing, Amount::ZERO, Some(reason_of_error(error)));
    }

    fn count(&mut self, standing: Standing, amount: Amount, reason: Option<String>) {
        let tally = match standing {
            Standing::Succeeded => &mut self.succeeded,
            Standing::Failed => &mut self.failed,
            Standing::Mendable => &mut self.mendable,
            Standing::Open => &mut self.open,
            Standing::Problem => &mut self.problems,
        };
        tally.add(amount);
        let Some(mut reason) = reason else { return };
        if self.reasons.len() >= MOST_REASONS && self.place(standing, &reason).is_err() {
            "other reasons".clone_into(&mut reason);
        }
        match self.place(standing, &reason) {
            Ok(place) => self.reasons[place].2 += 1,
            Err(place) => self.reasons.insert(place, (standing, reason, 1)),
        }
    }

    /// Where a reason is, or where it belongs.
    fn place(&self, standing: Standing, reason: &str) -> Result<usize, usize> {
        self.reasons.binary_search_by(|(of, known, _)| (*of, &**known).cmp(&(standing, reason)))
    }
}

impl Tally {
    fn add(&mut self, amount: Amount) {
        self.count += 1;
        // More money than there is stays the most that can be said.
        self.amount = self.amount.checked_add(amount).unwrap_or(Amount::from_fen(i64::MAX));
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self { count: 0, amount: Amount::ZERO }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [Standing::Failed, Standing::Mendable, Standing::Open, Standing::Problem];
        let Tally { count, amount } = self.succeeded;
        write!(formatter, "{count} {}, {amount} yuan", Standing::Succeeded)?;
        for standing in all {
            let Tally { count, amount } = self.tally(standing);
            if count == 0 {
                continue;
            }
            write!(formatter, "\n{count} {standing}, {amount} yuan")?;
            for (_, reason, count) in self.reasons().filter(|(of, ..)| *of == standing) {
                write!(formatter, "\n  {count}: {reason}")?;
            }
        }
        match &self.stopped_by {
            Some(failure) => write!(formatter, "\nstopped before the end of the list: {failure}"),
            None => Ok(()),
        }
    }
}

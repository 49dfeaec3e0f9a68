//! What became of a list.

use std::collections::BTreeMap;
use std::fmt;

use super::standing::{Standing, reason, reason_of_error};
use crate::flow::error::FlowError;
use crate::flow::failure::Failure;
use crate::flow::outcome::Outcome;
use crate::flow::task::Kind;
use alipay_sdk_core::Amount;

/// How many reasons are told apart: a report stays small, and fits on one screen.
const MOST_REASONS: usize = 16;

/// What became of a list. `Display` is a summary of some lines.
///
/// Amounts are in the currency of the orders. Those of several currencies must not be in one list,
/// or their sums mean nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Done, in this run of the list or before. The amount is what has moved.
    pub succeeded: Tally,
    /// Not done, and will not be.
    pub failed: Tally,
    /// To be run again once you have mended something: so much is missing in the account, at most.
    pub mendable: Tally,
    /// To be run again later.
    pub open: Tally,
    /// A person must look.
    pub problems: Tally,
    /// Why no more tasks were started, when the list [stopped](super::RunAll::stop_when_mendable).
    pub stopped_by: Option<Failure>,
    reasons: BTreeMap<(Standing, String), u64>,
}

/// How many tasks, and the sum of their amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// How much money, as the orders have it. A closure has none, nor has a failure without a task.
    pub amount: Amount,
}

impl Report {
    /// Whether the list is through, and each of its tasks has succeeded or failed for good.
    pub fn is_settled(&self) -> bool {
        let left = self.mendable.count + self.open.count + self.problems.count;
        left == 0 && self.stopped_by.is_none()
    }

    /// How many tasks are in this state, and with which amounts.
    pub fn tally(&self, standing: Standing) -> Tally {
        match standing {
            Standing::Succeeded => self.succeeded,
            Standing::Failed => self.failed,
            Standing::Mendable => self.mendable,
            Standing::Open => self.open,
            Standing::Problem => self.problems,
        }
    }

    /// Why tasks have not succeeded, and how many for each reason: the platform's code, or some
    /// words. Of more than 16 different ones the last share `other reasons`.
    pub fn reasons(&self) -> impl Iterator<Item = (Standing, &str, u64)> {
        self.reasons.iter().map(|((standing, reason), count)| (*standing, &**reason, *count))
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
        let Some(reason) = reason else { return };
        let mut key = (standing, reason);
        if self.reasons.len() >= MOST_REASONS && !self.reasons.contains_key(&key) {
            "other reasons".clone_into(&mut key.1);
        }
        *self.reasons.entry(key).or_default() += 1;
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

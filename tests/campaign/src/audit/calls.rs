//! Whether what was sent kept to the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use super::Report;
use crate::calls::{AGAIN, FILE, HARMLESS, RESPONDED, SENT};
use crate::plan::Plan;

/// The requests under a number, and the queries for it.
const WRITES: [(&str, &str); 3] = [
    ("trade/pay", "trade/query"),
    ("trade/refund", "refund/query"),
    ("uni/transfer", "common/query"),
];

/// How far a number is.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    /// Nothing was done under it.
    Not,
    /// Something may have been done.
    Perhaps,
    /// Something may have been done, and the platform was asked.
    Asked,
    /// Something may have been done, and the platform wants it sent again.
    Wanted,
}

/// The requests that were sent under a number.
#[derive(Clone, Copy)]
struct Attempts {
    now: Sent,
    /// How far it was before the last attempt: what that has not done, others may have.
    before: Sent,
}

impl Attempts {
    /// Whether it may be sent. A payment is never sent again, unless the platform itself wants it.
    fn may_send(self, write: &str) -> bool {
        match self.now {
            Sent::Not | Sent::Wanted => true,
            Sent::Asked => write != "trade/pay",
            Sent::Perhaps => false,
        }
    }

    fn after(self, what: &str) -> Self {
        let Self { now, before } = self;
        match what {
            SENT => Self { now: Sent::Perhaps, before: now },
            HARMLESS => Self { now: before, before },
            AGAIN => Self { now: Sent::Wanted, before },
            _ => self,
        }
    }
}

/// No write is sent a second time before the platform was asked for the first; a payment never is.
/// And no number is used that is not of the plan.
pub(super) fn audit(plan: Plan, folder: &Path, report: &mut Report) -> Result<()> {
    let text = std::fs::read_to_string(folder.join(FILE)).context(FILE)?;
    let planned = numbers(plan);
    let mut states: BTreeMap<(&str, &str), Attempts> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (Some(operation), Some(number), Some(what)) =
            (words.next(), words.next(), words.next())
        else {
            continue;
        };
        for (write, question) in WRITES {
            let none = Attempts { now: Sent::Not, before: Sent::Not };
            let state = states.entry((write, number)).or_insert(none);
            if operation == question && what == RESPONDED && state.now == Sent::Perhaps {
                state.now = Sent::Asked;
            }
            if operation != write {
                continue;
            }
            if what == SENT {
                let (known, allowed) = (planned.contains(number), state.may_send(write));
                report.check(known, || format!("{write}: no order has {number}"));
                report
                    .check(allowed, || format!("{write} {number} was sent again without a query"));
            }
            *state = state.after(what);
        }
    }
    Ok(())
}

fn numbers(plan: Plan) -> BTreeSet<String> {
    let payments = (0..plan.sizes.payments).map(|index| plan.number(index));
    let refunds = (0..2 * plan.sizes.payments).map(|at| plan.refund_number(at / 2, at % 2));
    let transfers = (0..plan.sizes.transfers).map(|index| plan.transfer_number(index));
    payments.chain(refunds).chain(transfers).collect()
}

//! Whether the goods of each payment were shipped once, by one worker at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use super::Report;
use crate::notices::{BEGUN, DONE, FILE, HANDLED, STEP};
use crate::plan::Plan;

/// The work for one payment.
#[derive(Default)]
struct Work<'l> {
    /// Who has begun last.
    by: &'l str,
    is_done: bool,
    is_handled: bool,
}

/// Nobody goes on once somebody else has begun, nobody begins handled work, and the goods of
/// paid orders, and of no others, are shipped.
pub(super) fn audit(
    plan: Plan,
    folder: &Path,
    paid: &BTreeSet<usize>,
    report: &mut Report,
) -> Result<()> {
    let text = std::fs::read_to_string(folder.join(FILE)).context(FILE)?;
    let mut works: BTreeMap<&str, Work<'_>> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        if let (Some(number), Some(who), Some(what)) = (words.next(), words.next(), words.next()) {
            works.entry(number).or_default().take(number, who, what, report);
        }
    }
    for index in 0..plan.sizes.notices {
        let work = works.remove(&*plan.number(index)).unwrap_or_default();
        let is_right = work.is_done == paid.contains(&index);
        report.check(is_right, || format!("{}: shipped: {}", plan.number(index), work.is_done));
        if work.is_done {
            report.count("goods shipped");
        }
    }
    report.check(works.is_empty(), || format!("nobody ordered the goods of {:?}", works.keys()));
    Ok(())
}

impl<'l> Work<'l> {
    /// What somebody wrote down.
    fn take(&mut self, number: &str, who: &'l str, what: &str, report: &mut Report) {
        match what {
            BEGUN => {
                let is_new = !self.is_handled;
                report.check(is_new, || format!("{number}: {who} ships what was shipped before"));
                self.by = who;
            }
            STEP | DONE => {
                let other = self.by;
                report.check(other == who, || {
                    format!("{number}: {who} ships what {other} began to ship")
                });
                self.is_done |= what == DONE;
            }
            HANDLED => self.is_handled = true,
            _ => {}
        }
    }
}

//! Sums of rows, and the sums that a bill states: in the lines below its table, and in a file of
//! its own.

use super::cell::{amount, negative};
use super::columns::key;
use super::error::Difference;
use super::records::Record;
use alipay_sdk_core::Amount;

/// A sum that is kept of rows, and where a bill states it.
pub(super) struct Sum {
    /// What it is, in errors.
    pub(super) name: &'static str,
    pub(super) kind: SumKind,
    /// In the lines below the table: what the line is called, and the word before the sum.
    pub(super) footer: Option<(&'static str, &'static str)>,
    /// The column in the summary.
    pub(super) summary: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SumKind {
    /// A number of rows.
    Count,
    /// An amount.
    Money,
    /// An amount below zero, which is stated with or without a sign.
    Outgoing,
}

impl SumKind {
    fn read(self, text: &str) -> Option<i64> {
        match self {
            Self::Count => text.parse().ok(),
            Self::Money => amount(text).ok().map(Amount::fen),
            Self::Outgoing => amount(text).ok().map(|amount| negative(amount).fen()),
        }
    }

    fn show(self, sum: i64) -> String {
        if self == Self::Count { sum.to_string() } else { Amount::from_fen(sum).to_string() }
    }
}

/// Values for a list of sums. None where there is no telling: a row has no such value, or it does
/// not fit.
#[derive(Clone)]
pub(super) struct Sums(Vec<Option<i64>>);

impl Sums {
    pub(super) fn zero(of: &[Sum]) -> Self {
        Self(vec![Some(0); of.len()])
    }

    pub(super) fn count(&mut self, sum: usize) {
        self.add(sum, Some(1));
    }

    pub(super) fn add_amount(&mut self, sum: usize, amount: Option<Amount>) {
        self.add(sum, amount.map(Amount::fen));
    }

    fn add(&mut self, sum: usize, value: Option<i64>) {
        if let Some(kept) = self.0.get_mut(sum) {
            *kept = kept.zip(value).and_then(|(kept, value)| kept.checked_add(value));
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        other.0.iter().enumerate().for_each(|(sum, value)| self.add(sum, *value));
    }

    fn get(&self, sum: usize) -> Option<i64> {
        self.0.get(sum).copied().flatten()
    }
}

/// The sums in the lines below a table: `#交易合计：2笔，商家实收共118.00元`.
pub(super) fn stated_below(of: &[Sum], footers: &[String]) -> Sums {
    let mut stated = Sums(vec![None; of.len()]);
    for line in footers {
        let line = line.trim_start_matches('#').replace(':', "：");
        let Some((label, parts)) = line.split_once('：') else { continue };
        for part in parts.split('，').map(str::trim) {
            let (word, value) = match part.strip_suffix('笔') {
                Some(count) => ("笔", count),
                None => part.trim_end_matches('元').split_once('共').unwrap_or_default(),
            };
            let is_meant = |sum: &Sum| sum.footer == Some((label.trim(), word.trim()));
            if let Some(place) = of.iter().position(is_meant) {
                stated.0[place] = of[place].kind.read(value.trim());
            }
        }
    }
    stated
}

/// The columns of a summary that hold sums.
pub(super) struct SummaryColumns(Vec<Option<usize>>);

impl SummaryColumns {
    pub(super) fn new(of: &[Sum], titles: &[String]) -> Self {
        let keys: Vec<_> = titles.iter().map(|title| key(title)).collect();
        let column = |sum: &Sum| keys.iter().position(|key| sum.summary == Some(&**key));
        Self(of.iter().map(column).collect())
    }

    /// The sums of a row of a summary.
    pub(super) fn read(&self, of: &[Sum], row: Record<'_>) -> Sums {
        let value = |(column, sum): (&Option<usize>, &Sum)| sum.kind.read(row.get((*column)?));
        Sums(self.0.iter().zip(of).map(value).collect())
    }
}

/// Everything that has to agree at the end of a bill.
pub(super) struct Ledger {
    of: &'static [Sum],
    /// For each file the sums of its rows, and those that stand below them.
    files: Vec<(Sums, Sums)>,
    /// For each summary the sums of its rows, and its row for all, if it has one.
    summaries: Vec<(Sums, Option<Sums>)>,
}

impl Ledger {
    pub(super) fn new(of: &'static [Sum]) -> Self {
        Self { of, files: Vec::new(), summaries: Vec::new() }
    }

    pub(super) fn add_file(&mut self, counted: Sums, footers: &[String]) {
        self.files.push((counted, stated_below(self.of, footers)));
    }

    /// `rows` and the row for all, of one summary.
    pub(super) fn add_summary(&mut self, rows: Sums, total: Option<Sums>) {
        self.summaries.push((rows, total));
    }

    /// Finds the first sum that differs from the stated one.
    pub(super) fn check(&self) -> Result<(), Difference> {
        (0..self.of.len()).try_for_each(|sum| self.check_sum(sum))
    }

    fn check_sum(&self, sum: usize) -> Result<(), Difference> {
        let mut all = Sums::zero(self.of);
        self.files.iter().for_each(|(counted, _)| all.add_all(counted));
        let all = all.get(sum);
        let below: Vec<_> = self.files.iter().filter_map(|(_, stated)| stated.get(sum)).collect();
        let each = self.files.iter().all(|(counted, stated)| {
            let pair = counted.get(sum).zip(stated.get(sum));
            pair.is_none_or(|(counted, stated)| counted == stated)
        });
        // When a table goes on in a second file, nobody knows which of them states what.
        if !each && !agrees(&below, all) {
            return Err(self.difference("line below the table", sum, &below, all));
        }
        for (rows, total) in &self.summaries {
            if let Some((rows, total)) =
                rows.get(sum).zip(total.as_ref().and_then(|sums| sums.get(sum)))
                && rows != total
            {
                return Err(self.difference("last row of the summary", sum, &[total], Some(rows)));
            }
        }
        let of_summary =
            |(rows, total): &(Sums, Option<Sums>)| total.as_ref().unwrap_or(rows).get(sum);
        let stated: Vec<_> = self.summaries.iter().filter_map(of_summary).collect();
        if agrees(&stated, all) {
            return Ok(());
        }
        Err(self.difference("summary", sum, &stated, all))
    }

    fn difference(
        &self,
        place: &'static str,
        sum: usize,
        stated: &[i64],
        counted: Option<i64>,
    ) -> Difference {
        let Sum { name, kind, .. } = &self.of[sum];
        let stated: Vec<_> = stated.iter().map(|stated| kind.show(*stated)).collect();
        let counted = counted.map_or_else(String::new, |counted| kind.show(counted));
        Difference { place, what: name, stated: stated.join(" and "), counted }
    }
}

/// Whether parts state the whole: together, or each of them all of it.
fn agrees(stated: &[i64], all: Option<i64>) -> bool {
    let Some(all) = all.filter(|_| !stated.is_empty()) else { return true };
    let together = stated.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part));
    together == Some(all) || stated.iter().all(|part| *part == all)
}

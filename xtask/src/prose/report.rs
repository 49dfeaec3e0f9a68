//! The findings for people: each with its place, and a summary that fits one screen.

use std::collections::BTreeMap;
use std::fmt;

use super::findings::{Finding, Findings};

/// So many rules have a line in the summary.
const MOST: usize = 15;

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { file, line, words, instead, sentence } in &self.all {
            writeln!(formatter, "{file}:{line}: \"{words}\": write {instead}\n    {sentence}")?;
        }
        let counts = self.counts();
        for (instead, count) in counts.iter().take(MOST) {
            writeln!(formatter, "{count:>7}  {instead}")?;
        }
        if let Some(more) = counts.len().checked_sub(MOST + 1) {
            writeln!(formatter, "         and {} more rules", more + 1)?;
        }
        writeln!(
            formatter,
            "{} files, {} sentences, {} findings",
            self.files,
            self.sentences,
            self.all.len()
        )
    }
}

impl Findings {
    /// The findings per rule, the most first.
    fn counts(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.all {
            *counts.entry(&finding.instead).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

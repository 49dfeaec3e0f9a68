//! A file of a bill: lines that say what it is, titles, rows, and lines with sums.

use std::io::Read;

use super::error::BillError;
use super::limits::BillLimits;
use super::records::{Record, Records};

/// More lines with sums than this are not kept.
const FOOTERS: usize = 16;

/// What the rows of a file are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// 业务: payments and refunds.
    Trades,
    /// 账务: movements of the balance.
    Balances,
    /// Anything else.
    Other,
}

/// A file whose rows come one after the other.
pub(super) struct Sheet<R> {
    records: Records<R>,
    /// The lines before the titles, without those that follow the second.
    about: String,
    titles: Vec<String>,
    footers: Vec<String>,
    has_begun: bool,
    has_ended: bool,
}

impl<R: Read> Sheet<R> {
    /// Reads a file up to its titles.
    pub(super) fn open(source: R, limits: &BillLimits) -> Result<Self, BillError> {
        let mut sheet = Self {
            records: Records::new(source, limits),
            about: String::new(),
            titles: Vec::new(),
            footers: Vec::new(),
            has_begun: false,
            has_ended: false,
        };
        let mut has_table = sheet.records.advance()?;
        if has_table && !sheet.records.is_comment() {
            return Err(wrong(
                "its first line does not begin with `#`, as those of bills do: it is another \
                 file, such as one for buyers",
            ));
        }
        while has_table && sheet.records.is_comment() {
            sheet.comment()?;
            has_table = sheet.records.advance()?;
        }
        if !has_table {
            return Err(wrong("it has no titles: the file is not complete"));
        }
        let titles: Vec<_> = sheet.records.record()?.values().map(str::to_owned).collect();
        let used = titles.iter().rposition(|title| !title.is_empty()).map_or(0, |last| last + 1);
        sheet.titles = titles.into_iter().take(used).collect();
        Ok(sheet)
    }

    pub(super) fn titles(&self) -> &[String] {
        &self.titles
    }

    pub(super) fn footers(&self) -> &[String] {
        &self.footers
    }

    pub(super) fn subject(&self) -> Subject {
        if self.about.contains("业务") {
            Subject::Trades
        } else if self.about.contains("账务") {
            Subject::Balances
        } else {
            Subject::Other
        }
    }

    /// Whether the rows are sums of those of another file.
    pub(super) fn is_summary(&self) -> bool {
        self.about.contains("汇总")
    }

    /// The next row.
    pub(super) fn next_row(&mut self) -> Result<Option<Record<'_>>, BillError> {
        loop {
            if !self.records.advance()? {
                return self.end();
            }
            if !self.records.is_comment() {
                break;
            }
            self.comment()?;
        }
        if self.has_ended {
            return Err(wrong("a row follows the line that ends the table"));
        }
        let width = self.titles.len();
        let record = self.records.record()?;
        let is_too_long = record.values().skip(width).any(|value| !value.is_empty());
        if record.len() < width || is_too_long {
            let problem = format!(
                "it has {} values for {width} columns; there may be a comma in a value without \
                 quotes around it",
                record.len()
            );
            return Err(BillError::Row { line: record.line, problem });
        }
        Ok(Some(record))
    }

    /// A file that says where its table begins says where it ends.
    fn end(&self) -> Result<Option<Record<'_>>, BillError> {
        if self.has_begun && !self.has_ended {
            return Err(wrong("the line that ends it is missing: the file is not complete"));
        }
        Ok(None)
    }

    /// Takes in a line around the table.
    fn comment(&mut self) -> Result<(), BillError> {
        let line = self.records.record()?.joined();
        if line.contains("列表结束") {
            self.has_ended = true;
        } else if line.contains("列表") {
            self.has_begun = true;
        } else if line.contains("合计") && self.footers.len() < FOOTERS {
            self.footers.push(line);
            return Ok(());
        }
        // The first line, or the one that begins the table, says what it is.
        if self.titles.is_empty() && (self.about.is_empty() || !is_telling(&self.about)) {
            self.about = line;
        }
        Ok(())
    }
}

fn is_telling(line: &str) -> bool {
    line.contains("明细") || line.contains("汇总")
}

fn wrong(problem: &str) -> BillError {
    BillError::Content(problem.to_owned())
}

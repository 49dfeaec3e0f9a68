//! The lines of a file, taken apart at their commas.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader};

use super::error::BillError;
use super::limits::BillLimits;
use super::text::Text;

/// Reads records one after the other into one buffer, which is as large as a line may be.
pub(super) struct Records<R> {
    text: Text<R>,
    parser: Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// How much of the two is in use.
    used: (usize, usize),
    line: u64,
}

/// A record: its values without blanks and tabs around them.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    fields: &'r str,
    ends: &'r [usize],
    pub(super) line: u64,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R, limits: &BillLimits) -> Self {
        Self {
            text: Text::new(source),
            parser: Reader::new(),
            fields: vec![0; limits.line],
            ends: vec![0; limits.columns],
            used: (0, 0),
            line: 0,
        }
    }

    /// Reads the next record; false at the end.
    pub(super) fn advance(&mut self) -> Result<bool, BillError> {
        self.used = (0, 0);
        self.line += 1;
        loop {
            let input = self.text.fill()?;
            let (result, read, written, ended) = self.parser.read_record(
                input,
                &mut self.fields[self.used.0..],
                &mut self.ends[self.used.1..],
            );
            self.text.consume(read);
            self.used = (self.used.0 + written, self.used.1 + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let limit = self.fields.len() as u64;
                    return Err(BillError::TooLarge { what: "the length of a line", limit });
                }
                ReadRecordResult::OutputEndsFull => {
                    let limit = self.ends.len() as u64;
                    return Err(BillError::TooLarge { what: "the number of columns", limit });
                }
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Whether the record is one of the lines around the table.
    pub(super) fn is_comment(&self) -> bool {
        self.fields[..self.used.0].first() == Some(&b'#')
    }

    /// The record that was read last.
    pub(super) fn record(&self) -> Result<Record<'_>, BillError> {
        let fields = std::str::from_utf8(&self.fields[..self.used.0]);
        let fields =
            fields.map_err(|_| BillError::Content("it is not text in UTF-8".to_owned()))?;
        Ok(Record { fields, ends: &self.ends[..self.used.1], line: self.line })
    }
}

impl<'r> Record<'r> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// A value; empty behind the last one.
    pub(super) fn get(self, column: usize) -> &'r str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.fields.get(start..*end).unwrap_or_default().trim()
    }

    pub(super) fn values(self) -> impl Iterator<Item = &'r str> {
        (0..self.len()).map(move |column| self.get(column))
    }

    /// The line as it was before it was taken apart, as far as it matters for the lines around the
    /// table: a program that saves one again puts commas behind it.
    pub(super) fn joined(self) -> String {
        let values: Vec<_> = self.values().collect();
        values.join(",").trim_end_matches(',').to_owned()
    }
}

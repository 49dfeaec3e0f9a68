//! The rows of a bill, one after the other.

use std::vec::IntoIter;

use super::archive::{Archive, Unpacked, ZippedFile};
use super::columns::Columns;
use super::error::BillError;
use super::limits::BillLimits;
use super::records::Record;
use super::row::BillRow;
use super::sheet::{Sheet, Subject};
use super::sums::{Ledger, SummaryColumns, Sums};

type File<'b> = Sheet<Unpacked<'b>>;

/// The rows of a bill. They are read while the bill is unpacked, so they take little memory,
/// however many there are.
///
/// After the last row the sums of all rows are compared with those that the bill states. A
/// [`Difference`](super::Difference) is the last item. A [`BillError::Row`] concerns one row only;
/// any other error ends the rows.
pub struct Rows<'b, R: BillRow> {
    archive: &'b Archive,
    limits: BillLimits,
    files: IntoIter<ZippedFile>,
    open: Option<Open<'b>>,
    /// None when the end was reached.
    ledger: Option<Ledger>,
    row: std::marker::PhantomData<fn() -> R>,
}

/// The file that is read now.
struct Open<'b> {
    sheet: File<'b>,
    columns: Columns,
    sums: Sums,
}

impl<'b, R: BillRow> Rows<'b, R> {
    /// The rows of all files of this kind: of the details, or of the summaries.
    pub(super) fn new(
        archive: &'b Archive,
        limits: &BillLimits,
        summaries: bool,
    ) -> Result<Self, BillError> {
        let mut ledger = Ledger::new(R::SUMS);
        let mut files = Vec::new();
        let mut found = Vec::new();
        for file in archive.files() {
            let sheet = Sheet::open(archive.unpack(*file)?, limits)?;
            found.push(sheet.subject());
            if R::SUBJECT.is_some_and(|subject| subject != sheet.subject()) {
                continue;
            }
            if sheet.is_summary() == summaries {
                files.push(*file);
            } else if sheet.is_summary() && !R::SUMS.is_empty() {
                add_summary::<R>(&mut ledger, sheet)?;
            }
        }
        if files.is_empty() && !summaries {
            return Err(BillError::Content(missing(&found)));
        }
        let files = files.into_iter();
        let row = std::marker::PhantomData;
        Ok(Self { archive, limits: *limits, files, open: None, ledger: Some(ledger), row })
    }

    /// The next row, or none after the last one.
    fn read(&mut self) -> Result<Option<R>, BillError> {
        loop {
            let Some(open) = &mut self.open else {
                let Some(file) = self.files.next() else { return self.end() };
                self.open = Some(open_file::<R>(self.archive, file, &self.limits)?);
                continue;
            };
            if let Some(record) = open.sheet.next_row()? {
                let row = R::read(open.columns.cells(record, R::TITLES))?;
                row.add_to(&mut open.sums);
                return Ok(Some(row));
            }
            if let (Some(open), Some(ledger)) = (self.open.take(), &mut self.ledger) {
                ledger.add_file(open.sums, open.sheet.footers());
            }
        }
    }

    fn end(&mut self) -> Result<Option<R>, BillError> {
        match self.ledger.take() {
            Some(ledger) => Ok(ledger.check().map(|()| None)?),
            None => Ok(None),
        }
    }
}

fn open_file<'b, R: BillRow>(
    archive: &'b Archive,
    file: ZippedFile,
    limits: &BillLimits,
) -> Result<Open<'b>, BillError> {
    let sheet = Sheet::open(archive.unpack(file)?, limits)?;
    let columns = Columns::new(sheet.titles(), R::TITLES, R::REQUIRED)?;
    Ok(Open { sheet, columns, sums: Sums::zero(R::SUMS) })
}

/// Reads a summary: a row for each shop or kind, and one for all.
fn add_summary<R: BillRow>(ledger: &mut Ledger, mut sheet: File<'_>) -> Result<(), BillError> {
    let columns = SummaryColumns::new(R::SUMS, sheet.titles());
    let mut rows = Sums::zero(R::SUMS);
    let mut total = None;
    while let Some(row) = sheet.next_row()? {
        let sums = columns.read(R::SUMS, row);
        if is_total(row) {
            total = Some(sums);
        } else {
            rows.add_all(&sums);
        }
    }
    ledger.add_summary(rows, total);
    Ok(())
}

fn is_total(row: Record<'_>) -> bool {
    row.get(0) == "合计"
}

fn missing(found: &[Subject]) -> String {
    let holds = match found {
        [] => "the zip is empty",
        found if found.contains(&Subject::Trades) => "it is a bill of trades: see `Bill::trades`",
        found if found.contains(&Subject::Balances) => {
            "it is a bill of balances: see `Bill::balances`"
        }
        _ => "`Bill::rows` reads it as text",
    };
    format!("this bill has rows of another kind: {holds}")
}

impl<R: BillRow> Iterator for Rows<'_, R> {
    type Item = Result<R, BillError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ledger.as_ref()?;
        let row = self.read();
        if row.as_ref().is_err_and(|error| !matches!(error, BillError::Row { .. })) {
            self.ledger = None;
        }
        row.transpose()
    }
}

impl<R: BillRow> std::fmt::Debug for Rows<'_, R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rows").finish_non_exhaustive()
    }
}

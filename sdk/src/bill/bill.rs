//! A bill that is here.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use bytes::Bytes;

use super::archive::Archive;
use super::balance::BalanceRow;
use super::columns::TextRow;
use super::error::BillError;
use super::limits::BillLimits;
use super::rows::Rows;
use super::spool::{Source, too_large};
use super::trade::TradeRow;

/// A bill: the zip file of the platform, whose rows are read on demand.
///
/// Reading takes processor time and no network. Read a large bill on a blocking thread, for
/// instance with tokio's `spawn_blocking`.
pub struct Bill {
    archive: Archive,
    limits: BillLimits,
}

impl Bill {
    /// Opens a bill from the bytes of its zip file.
    ///
    /// # Errors
    /// When the bytes are not a zip file, or not the zip file of a bill.
    pub fn read(zip: impl Into<Bytes>) -> Result<Self, BillError> {
        Self::read_within(zip, &BillLimits::new())
    }

    /// Opens a bill with other limits.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn read_within(zip: impl Into<Bytes>, limits: &BillLimits) -> Result<Self, BillError> {
        Self::new(Source::from_bytes(zip.into()), limits)
    }

    /// Opens a bill from a zip file on the disk, which must not change while the bill is used.
    ///
    /// # Errors
    /// When the file cannot be read, or is not the zip file of a bill.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, BillError> {
        Self::open_within(path, &BillLimits::new())
    }

    /// Opens a bill with other limits.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_within(path: impl AsRef<Path>, limits: &BillLimits) -> Result<Self, BillError> {
        let file = File::open(path).map_err(BillError::Io)?;
        Self::new(Source::from_file(file).map_err(BillError::Io)?, limits)
    }

    pub(super) fn new(source: Source, limits: &BillLimits) -> Result<Self, BillError> {
        if source.size > limits.download {
            return Err(too_large(limits.download));
        }
        Ok(Self { archive: Archive::open(source, limits)?, limits: *limits })
    }

    /// Returns the rows of a bill of trades (`trade`): payments and refunds.
    ///
    /// # Errors
    /// When this is another kind of bill, or its zip file is damaged.
    pub fn trades(&self) -> Result<Rows<'_, TradeRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// Returns the rows of a bill of balances (`signcustomer`): every movement of the account.
    ///
    /// # Errors
    /// When this is another kind of bill, or its zip file is damaged.
    pub fn balances(&self) -> Result<Rows<'_, BalanceRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// Returns the rows of any bill as text, without those of the summary. It compares no sums.
    ///
    /// # Errors
    /// When the zip file is damaged.
    pub fn rows(&self) -> Result<Rows<'_, TextRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// Returns the rows of the summary as text. There are none when the bill has no summary.
    ///
    /// # Errors
    /// When the zip file is damaged.
    pub fn summary(&self) -> Result<Rows<'_, TextRow>, BillError> {
        Rows::new(&self.archive, &self.limits, true)
    }

    /// Writes the unchanged zip file to a writer, such as a file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_to(&self, mut to: impl Write) -> std::io::Result<()> {
        self.archive.source().copy_to(&mut to)
    }
}

impl std::fmt::Debug for Bill {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.archive.source().size;
        let files = self.archive.files().len();
        formatter.debug_struct("Bill").field("bytes", &bytes).field("files", &files).finish()
    }
}

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

/// A bill: the zip as the platform made it, whose rows are read on demand.
///
/// Reading takes processor time and no network: put a large bill on a thread that may wait, such as
/// tokio's `spawn_blocking`.
pub struct Bill {
    archive: Archive,
    limits: BillLimits,
}

impl Bill {
    /// A bill from the bytes of its zip.
    ///
    /// # Errors
    /// When they are no zip, or one that bills are not.
    pub fn read(zip: impl Into<Bytes>) -> Result<Self, BillError> {
        Self::read_within(zip, &BillLimits::new())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn read_within(zip: impl Into<Bytes>, limits: &BillLimits) -> Result<Self, BillError> {
        Self::new(Source::from_bytes(zip.into()), limits)
    }

    /// A bill from a zip on the disk, which must not change while the bill is used.
    ///
    /// # Errors
    /// When the file cannot be read, is no zip, or one that bills are not.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, BillError> {
        Self::open_within(path, &BillLimits::new())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
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

    /// The rows of a bill of trades (`trade`): payments and refunds.
    ///
    /// # Errors
    /// When it is another bill, or its zip is damaged.
    pub fn trades(&self) -> Result<Rows<'_, TradeRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// The rows of a bill of balances (`signcustomer`): every movement of the account.
    ///
    /// # Errors
    /// When it is another bill, or its zip is damaged.
    pub fn balances(&self) -> Result<Rows<'_, BalanceRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// The rows of any bill as text, without those of the summary. No sums are compared.
    ///
    /// # Errors
    /// When its zip is damaged.
    pub fn rows(&self) -> Result<Rows<'_, TextRow>, BillError> {
        Rows::new(&self.archive, &self.limits, false)
    }

    /// The rows of the summary as text; none when the bill has no summary.
    ///
    /// # Errors
    /// When its zip is damaged.
    pub fn summary(&self) -> Result<Rows<'_, TextRow>, BillError> {
        Rows::new(&self.archive, &self.limits, true)
    }

    /// Writes the zip, as the platform made it, to a file or anything else.
    ///
    /// # Errors
    /// When that cannot be written.
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

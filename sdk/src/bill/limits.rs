//! How large a bill may be.

/// The size limits of a bill, which protect against untrusted servers and zip files.
///
/// ```
/// use alipay_sdk::bill::BillLimits;
///
/// let limits = BillLimits::new().unpacked(16 << 30);
/// # let _ = limits;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct BillLimits {
    pub(super) download: u64,
    pub(super) memory: usize,
    pub(super) unpacked: u64,
    pub(super) files: usize,
    pub(super) line: usize,
    pub(super) columns: usize,
}

impl BillLimits {
    /// Creates the default limits: a zip file of 512 MiB with 64 files, 4 GiB unpacked, lines of 64
    /// KiB, and 256 columns. A download of more than 8 MiB is kept in an unnamed temporary file,
    /// which is deleted with the bill.
    pub const fn new() -> Self {
        Self {
            download: 512 << 20,
            memory: 8 << 20,
            unpacked: 4 << 30,
            files: 64,
            line: 64 << 10,
            columns: 256,
        }
    }

    /// Sets the largest download, in bytes.
    pub const fn download(mut self, bytes: u64) -> Self {
        self.download = bytes;
        self
    }

    /// Sets how many bytes of a download stay in memory. A larger download is written to a
    /// temporary file.
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// Sets the largest unpacked size of all files of a zip file together, in bytes.
    pub const fn unpacked(mut self, bytes: u64) -> Self {
        self.unpacked = bytes;
        self
    }

    /// Sets how many files a zip file may hold.
    pub const fn files(mut self, files: usize) -> Self {
        self.files = files;
        self
    }

    /// Sets the longest line, in bytes of UTF-8.
    pub const fn line(mut self, bytes: usize) -> Self {
        self.line = bytes;
        self
    }

    /// Sets how many columns a table may have.
    pub const fn columns(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }
}

impl Default for BillLimits {
    fn default() -> Self {
        Self::new()
    }
}

//! How large a bill may be.

/// How large a bill may be: bounds for servers and zips that nobody vouches for.
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
    /// A zip of 512 MiB, unpacked 4 GiB, 64 files in it; lines of 64 KiB with 256 columns. What a
    /// download has over 8 MiB is in a file without a name, which is gone with the bill.
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

    /// How many bytes a download may have.
    pub const fn download(mut self, bytes: u64) -> Self {
        self.download = bytes;
        self
    }

    /// How many bytes of a download stay in memory; a larger one is put into a temporary file.
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// How many bytes the files of a zip may have together.
    pub const fn unpacked(mut self, bytes: u64) -> Self {
        self.unpacked = bytes;
        self
    }

    /// How many files a zip may have.
    pub const fn files(mut self, files: usize) -> Self {
        self.files = files;
        self
    }

    /// How many bytes a line may have, as UTF-8.
    pub const fn line(mut self, bytes: usize) -> Self {
        self.line = bytes;
        self
    }

    /// How many columns a table may have.
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

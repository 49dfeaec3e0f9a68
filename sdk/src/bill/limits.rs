//! How large a bill may be.

use crate::setters::options;

options! {
    /// The size limits of a bill, which protect against untrusted servers and zip files.
    ///
    /// ```
    /// use alipay_sdk::bill::BillLimits;
    ///
    /// let limits = BillLimits::new().unpacked(16 << 30);
    /// # let _ = limits;
    /// ```
    pub struct BillLimits;

    /// Creates the default limits: a zip file of 512 MiB with 64 files, 4 GiB unpacked, lines of 64
    /// KiB, and 256 columns. A download of more than 8 MiB is kept in an unnamed temporary file,
    /// which is deleted with the bill.
    pub fn new;

    /// Sets the largest download, in bytes.
    pub fn download(bytes: u64) = 512 << 20;

    /// Sets how many bytes of a download stay in memory. A larger download is written to a
    /// temporary file.
    pub fn memory(bytes: usize) = 8 << 20;

    /// Sets the largest unpacked size of all files of a zip file together, in bytes.
    pub fn unpacked(bytes: u64) = 4 << 30;

    /// Sets how many files a zip file may hold.
    pub fn files(files: usize) = 64;

    /// Sets the longest line, in bytes of UTF-8.
    pub fn line(bytes: usize) = 64 << 10;

    /// Sets how many columns a table may have.
    pub fn columns(columns: usize) = 256;
}

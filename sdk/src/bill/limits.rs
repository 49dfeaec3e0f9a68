//! How large a bill may be.

use crate::setters::options;

options! {
    /// How large a bill may be: bounds for servers and zips that nobody vouches for.
    ///
    /// ```
    /// use alipay_sdk::bill::BillLimits;
    ///
    /// let limits = BillLimits::new().unpacked(16 << 30);
    /// # let _ = limits;
    /// ```
    pub struct BillLimits;

    /// A zip of 512 MiB, unpacked 4 GiB, 64 files in it; lines of 64 KiB with 256 columns. What a
    /// download has over 8 MiB is in a file without a name, which is gone with the bill.
    pub fn new;

    /// How many bytes a download may have.
    pub fn download(bytes: u64) = 512 << 20;

    /// How many bytes of a download stay in memory; a larger one is put into a temporary file.
    pub fn memory(bytes: usize) = 8 << 20;

    /// How many bytes the files of a zip may have together.
    pub fn unpacked(bytes: u64) = 4 << 30;

    /// How many files a zip may have.
    pub fn files(files: usize) = 64;

    /// How many bytes a line may have, as UTF-8.
    pub fn line(bytes: usize) = 64 << 10;

    /// How many columns a table may have.
    pub fn columns(columns: usize) = 256;
}

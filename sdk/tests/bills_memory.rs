//! A bill takes no more memory the more rows it has. `cargo xtask bench bills` has the full size.

mod memory_use;

use alipay_sdk::bill::BillLimits;
use memory_use::large_bill::measure;

const KIB: usize = 1 << 10;

/// In one test: the allocator counts what all threads do.
#[test]
fn rows_take_no_memory_beside_that_of_one() {
    let limits = BillLimits::new().memory(16 * KIB);
    let few = measure(1_000, limits);
    let many = measure(8_000, limits);
    assert!(few.zip > 16 << 10, "{} bytes", few.zip);
    assert!(many.peak <= 1_024 * KIB, "{} KiB", many.peak / KIB);
    let more = many.peak.saturating_sub(few.peak);
    assert!(more <= 64 * KIB, "{} KiB", more / KIB);
}

//! How much memory something takes, by an allocator that counts.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by tests and benchmarks that use parts of it, and may panic"
)]

#[cfg(all(feature = "bills", feature = "data"))]
pub mod large_bill;
#[path = "../platform/mod.rs"]
pub mod platform;
#[cfg(all(
    feature = "axum",
    feature = "certificate-source",
    feature = "mini-program",
    feature = "top",
    feature = "trade",
    feature = "v2"
))]
pub mod strangers;

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What comes of some work, and the most bytes that were in use at once during it, beside those of
/// before.
pub fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    (result, ALLOCATOR.peak_usage().saturating_sub(before))
}

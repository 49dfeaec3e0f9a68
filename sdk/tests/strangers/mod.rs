//! What strangers can make the SDK keep in memory: texts that cost much to take apart, and many at
//! once. Measured by an allocator that counts.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by a test and a benchmark that use parts of it, and may panic"
)]

#[path = "../platform/mod.rs"]
pub mod platform;

pub mod crowd;
pub mod places;
pub mod shapes;

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most bytes that were in use at once while something was done, beside those of before.
pub fn peak<T>(work: impl FnOnce() -> T) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    drop(result);
    peak
}

/// The most bytes in use when one stranger sends texts of this size, for each place and shape.
pub fn alone(size: usize) -> Vec<(String, usize)> {
    // What a place puts around the text, and what a verification takes, counts as well.
    of(&places::all(), size - (16 << 10))
}

/// The same for responses of TOP alone.
pub fn alone_to_top(size: usize) -> Vec<(String, usize)> {
    of(&places::of_top(), size - 256)
}

fn of(places: &[places::Place], size: usize) -> Vec<(String, usize)> {
    let mut figures = Vec::new();
    for (place, receive) in places {
        for (shape, make) in shapes::all() {
            let value = make(size);
            let sent = value.len();
            figures.push((format!("{place}, {shape}"), sent + peak(|| receive(value))));
        }
    }
    figures
}

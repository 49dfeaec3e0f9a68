//! What strangers can make the SDK keep in memory, for `cargo xtask bench strangers`: one line for
//! each figure. A text of 32 MiB in times of its size, and 300 strangers at once in mebibytes.

#[path = "../tests/memory_use/mod.rs"]
mod memory_use;

use memory_use::strangers;

/// The size of the text of one stranger.
const SIZE: usize = 32 << 20;

fn main() {
    for (name, peak) in strangers::alone(SIZE) {
        println!("alone {:.2} {name}", peak as f64 / SIZE as f64);
    }
    for (name, peak) in strangers::crowd::together() {
        println!("together {:.1} {name}", peak as f64 / f64::from(1 << 20));
    }
}

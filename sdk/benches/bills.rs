//! A bill of a million rows, for `cargo xtask bench bills`: one line for each figure.

#[path = "../tests/memory_use/mod.rs"]
mod memory_use;

use alipay_sdk::bill::BillLimits;
use memory_use::large_bill;

const ROWS: usize = 1_000_000;

fn main() {
    let figures = large_bill::measure(ROWS, BillLimits::new());
    let mebibytes = |bytes: f64| bytes / f64::from(1 << 20);
    println!("memory {:.1}", mebibytes(figures.peak as f64));
    println!("rows {:.0}", ROWS as f64 / figures.time.as_secs_f64());
    eprintln!("a zip of {:.1} MiB", mebibytes(figures.zip as f64));
}

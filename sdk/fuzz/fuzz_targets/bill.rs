//! Any zip as a bill, and any other bytes as the one file in it: read without a panic. Rows are
//! within the limits, and a bill that was read is not changed.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run bill -- -max_total_time=60`

#![no_main]

use std::io::Write;

use alipay_sdk::bill::{Bill, BillLimits};
use libfuzzer_sys::fuzz_target;
use rawzip::ZipArchiveWriter;

const COLUMNS: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let zip = if bytes.starts_with(b"PK") { bytes.to_vec() } else { zipped(bytes) };
    let limits = BillLimits::new().unpacked(1 << 20).line(1 << 12).columns(COLUMNS);
    let Ok(bill) = Bill::read_within(zip.clone(), &limits) else { return };
    let _ = bill.trades().map(Iterator::count);
    let _ = bill.balances().map(Iterator::count);
    for rows in [bill.rows(), bill.summary()].into_iter().flatten() {
        for row in rows {
            let _ = row.map(|row| assert!(row.iter().count() <= COLUMNS));
        }
    }
    let mut written = Vec::new();
    bill.write_to(&mut written).expect("memory takes all");
    assert!(written == zip, "another bill");
});

/// A zip with this file.
fn zipped(content: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    let file = archive.new_file("2088_20990101.csv");
    let (mut entry, config) = file.start().expect("a name");
    let mut writer = config.wrap(&mut entry);
    writer.write_all(content).expect("memory takes all");
    let (_, descriptor) = writer.finish().expect("memory takes all");
    entry.finish(descriptor).expect("memory takes all");
    archive.finish().expect("memory takes all")
}

//! Any bytes are a bill or an error, and never a panic.

use alipay_sdk::bill::{Bill, BillLimits};
use proptest::collection::vec;
use proptest::prelude::*;

use super::files::{file, sample, text, zip};

/// Reads all that can be read.
fn read(zip: Vec<u8>) {
    let limits = BillLimits::new().unpacked(1 << 20).line(1 << 12);
    let Ok(bill) = Bill::read_within(zip, &limits) else { return };
    let _ = bill.trades().map(Iterator::count);
    let _ = bill.balances().map(Iterator::count);
    let _ = bill.rows().map(Iterator::count);
    let _ = bill.summary().map(Iterator::count);
}

/// Some bytes of a file, changed.
fn changed(mut bytes: Vec<u8>, changes: Vec<(usize, u8)>) -> Vec<u8> {
    for (at, byte) in changes {
        let length = bytes.len();
        bytes[at % length] = byte;
    }
    bytes
}

proptest! {
    #[test]
    fn a_changed_zip(changes in vec((any::<usize>(), any::<u8>()), 1..8), kind in 0..3_usize) {
        read(changed(sample(["trade", "signcustomer", "trade_empty"][kind]), changes));
    }

    #[test]
    fn a_cut_zip(length in 0..1_200_usize) {
        read(sample("trade")[..length].to_vec());
    }

    #[test]
    fn a_changed_table(changes in vec((any::<usize>(), any::<u8>()), 1..16), summary: bool) {
        read(zip([file(changed(text("trade", summary).into_bytes(), changes))]));
    }

    #[test]
    fn any_text_behind_the_first_line(rest in ".*", subject in "(业务|账务)(明细|汇总)") {
        read(zip([file(format!("#支付宝{subject}查询\n{rest}").into_bytes())]));
    }
}

//! A small document whose tree is changed as the bytes say: four bytes choose a node, and
//! the value that takes its place.
//!
//! In `codegen/`:
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run mutated -- -len_control=0 -max_len=64 -max_total_time=60`

#![no_main]

#[path = "../../tests/mutate/mod.rs"]
mod mutate;

use alipay_codegen::{Source, Sources, generate};
use libfuzzer_sys::fuzz_target;
use serde_yaml::Value;

/// As small as it can be with something of everything in it: the time of a run goes into the
/// change, not into hundreds of files. The nasty documents are what the tests change.
const DOCUMENT: &str = include_str!("../small.yaml");

/// What takes the place of a node, unless it is another node.
fn value(with: usize) -> Option<Value> {
    match with % 8 {
        0 => Some(Value::Null),
        1 => Some(Value::String(
            char::from_u32(with as u32).into_iter().collect(),
        )),
        _ => None,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut tree: Value = serde_yaml::from_str(DOCUMENT).expect("it is never changed");
    for change in bytes.chunks_exact(4).take(16) {
        let [a, b, c, d] = [change[0], change[1], change[2], change[3]];
        let number = |high, low| usize::from(u16::from_be_bytes([high, low]));
        let with = number(c, d);
        mutate::replace(&mut tree, number(a, b), value(with), with);
    }
    let Ok(text) = serde_yaml::to_string(&tree) else {
        return;
    };
    let source = Source {
        name: "a.yaml".to_owned(),
        content: text.into_bytes(),
    };
    if let Err(problems) = generate(&Sources::new([source])) {
        assert!(!problems.is_empty());
    }
});

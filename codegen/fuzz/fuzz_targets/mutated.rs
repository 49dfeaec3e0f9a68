//! A document of the tests whose tree is changed as the bytes say: four bytes choose a node, and
//! the value that takes its place.
//!
//! In `codegen/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run mutated -- -len_control=0 -max_len=65 -max_total_time=60`

#![no_main]

use alipay_codegen::{Source, generate};
use libfuzzer_sys::fuzz_target;
use serde_yaml::Value;

const DOCUMENTS: [&str; 2] = [
    include_str!("../../tests/hostile/hostile.yaml"),
    include_str!("../../tests/official/openapi.yaml"),
];

/// The children of a node, in the order of the text.
fn children(tree: &mut Value) -> Vec<&mut Value> {
    match tree {
        Value::Mapping(members) => members.iter_mut().map(|(_, value)| value).collect(),
        Value::Sequence(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    }
}

fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Mapping(members) => members.values().map(count).sum(),
        Value::Sequence(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

fn node(tree: &mut Value, mut position: usize) -> Option<&mut Value> {
    if position == 0 {
        return Some(tree);
    }
    position -= 1;
    for child in children(tree) {
        let size = count(child);
        if position < size {
            return node(child, position);
        }
        position -= size;
    }
    None
}

/// Puts a copy of one node in the place of another, or nothing, or a text of the bytes.
fn change(tree: &mut Value, at: usize, with: usize) {
    let size = count(tree);
    let value = match with % 8 {
        0 => Value::Null,
        1 => Value::String(char::from_u32(with as u32).into_iter().collect()),
        _ => node(tree, with % size).cloned().unwrap_or_default(),
    };
    if let Some(node) = node(tree, at % size) {
        *node = value;
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, changes)) = bytes.split_first() else {
        return;
    };
    let document = DOCUMENTS[usize::from(*first) % DOCUMENTS.len()];
    let mut tree: Value = serde_yaml::from_str(document).expect("the tests read it too");
    for change in changes.chunks_exact(4).take(16) {
        let [a, b, c, d] = [change[0], change[1], change[2], change[3]];
        let number = |high, low| usize::from(u16::from_be_bytes([high, low]));
        self::change(&mut tree, number(a, b), number(c, d));
    }
    let Ok(text) = serde_yaml::to_string(&tree) else {
        return;
    };
    let source = Source {
        name: "a.yaml".to_owned(),
        content: text.into_bytes(),
    };
    if let Err(problems) = generate(&[source], None) {
        assert!(!problems.is_empty());
    }
});

//! Changing one node of a document: for the tests, and for the fuzz target, which shares this file.

use serde_yaml::Value;

/// How many nodes a tree has.
pub(crate) fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Mapping(members) => members.values().map(count).sum(),
        Value::Sequence(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// The node at a position, in the order of the text.
pub(crate) fn node(tree: &mut Value, mut position: usize) -> Option<&mut Value> {
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

/// Gives one node another value: the one given, or that of another node of the document.
pub(crate) fn replace(tree: &mut Value, position: usize, value: Option<Value>, other: usize) {
    let size = count(tree);
    let value = value.unwrap_or_else(|| node(tree, other % size).cloned().unwrap_or_default());
    if let Some(node) = node(tree, position % size) {
        *node = value;
    }
}

fn children(tree: &mut Value) -> Vec<&mut Value> {
    match tree {
        Value::Mapping(members) => members.iter_mut().map(|(_, value)| value).collect(),
        Value::Sequence(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    }
}

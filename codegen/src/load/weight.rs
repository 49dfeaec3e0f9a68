//! How much a document may hold: aliases and repairs copy, and copies of copies have no end.

use serde_json::Value;

/// How many times its length a document may weigh: a node weighs 1, each byte of its text 1.
/// Without aliases nothing comes close, for a node takes a byte and mostly many.
const MAX_GROWTH: usize = 4;

/// What even a short document may weigh.
const ROOM: usize = 64 << 10;

/// What a document of this length may weigh.
pub(super) const fn limit(length: usize) -> usize {
    length.saturating_mul(MAX_GROWTH).saturating_add(ROOM)
}

/// What a tree holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Its nodes, and the bytes of its keys and texts.
    pub(super) weight: usize,
    /// How many values stand inside one another.
    pub(super) depth: usize,
}

impl Size {
    pub(super) fn of(value: &Value) -> Self {
        let mut size = Self { weight: 1, depth: 0 };
        match value {
            Value::String(text) => size.weight += text.len(),
            Value::Array(items) => items.iter().for_each(|item| size.add(item)),
            Value::Object(fields) => {
                for (key, field) in fields {
                    size.weight += key.len();
                    size.add(field);
                }
            }
            _ => {}
        }
        size.depth += 1;
        size
    }

    fn add(&mut self, inner: &Value) {
        let Self { weight, depth } = Self::of(inner);
        self.weight += weight;
        self.depth = self.depth.max(depth);
    }
}

//! The documents of `spec/` as trees that keep their order, and back to text in one form: what was
//! read is written byte for byte, so a change of a document is all that its difference shows.

mod node;
mod read;
mod scalar;
mod write;

pub(crate) use node::{Map, Node};
pub(crate) use read::{Document, formatted};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests;

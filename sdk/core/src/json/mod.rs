//! JSON texts that are read without a model: as a tree, or only some of their fields.
//!
//! All crates read JSON here, so that the parser is compiled only once.

mod claims;
mod fields;
mod object;

pub use claims::Claims;
pub use fields::RawFields;
pub use serde_json::Error;

use serde::de::IgnoredAny;

use crate::data::Json;

/// Reads a text as a tree.
///
/// # Errors
/// When the text is not JSON.
pub fn parse(text: &[u8]) -> Result<Json, Error> {
    serde_json::from_slice(text)
}

/// Returns the text inside of a JSON string, or `None` when it is not one.
pub fn text(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// Returns whether a text is JSON. Makes nothing of it.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

//! The JSON that control takes, and what is wrong with it.

use serde_json::{Map, Value};

/// The problem of the input, as a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake(pub(super) String);

/// An object of JSON.
pub(super) fn read(body: &[u8]) -> Result<Map<String, Value>, Mistake> {
    serde_json::from_slice(body)
        .map_err(|error| Mistake(format!("the body must be a JSON object: {error}")))
}

/// A misspelled name shall not go unnoticed.
pub(super) fn check_names(object: &Map<String, Value>, names: &[&str]) -> Result<(), Mistake> {
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Mistake(format!("`{name}` is not one of {}", names.join(", ")))),
    }
}

/// A text that must be there.
pub(super) fn required_text<'a>(
    object: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a str, Mistake> {
    let text = object.get(name).and_then(Value::as_str);
    text.ok_or_else(|| Mistake(format!("`{name}` is missing: pass it as text")))
}

/// A number that may be absent.
pub(super) fn optional_number(
    object: &Map<String, Value>,
    name: &str,
) -> Result<Option<u64>, Mistake> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| Mistake(format!("`{name}` must be a whole number, not below zero"))),
    }
}

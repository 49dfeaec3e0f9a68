//! What a response carries.

use serde_json::Value;

/// What a response carries.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Json(Value),
    /// Server-sent events.
    Events(Vec<Value>),
    Bytes(Vec<u8>),
    Nothing,
}

impl Content {
    /// As the journal shows it.
    pub(crate) fn summary(&self) -> String {
        match self {
            Self::Json(json) => json.to_string(),
            Self::Events(events) => Value::from(events.clone()).to_string(),
            Self::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Self::Nothing => String::new(),
        }
    }
}

//! Words and numbers, as pages show them.

use std::time::SystemTime;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;
use time::macros::{format_description, offset};

/// JSON in lines; whatever else as it is.
pub(super) fn pretty(text: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(text);
    json.map_or_else(|_| text.to_owned(), |json| format!("{json:#}"))
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The time of day in China.
pub(super) fn clock(at: SystemTime) -> String {
    let format = format_description!("[hour]:[minute]:[second].[subsecond digits:3]");
    OffsetDateTime::from(at).to_offset(offset!(+8)).format(&format).unwrap_or_default()
}

/// A status, or that there was none.
pub(super) fn status(status: u16) -> String {
    if status == 0 { "reset".to_owned() } else { status.to_string() }
}

/// An address below a path.
pub(super) fn link(folder: &str, name: &str) -> String {
    format!("{folder}/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

/// The rows with a text, for tables of facts.
pub(super) fn known(facts: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

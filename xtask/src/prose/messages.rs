//! The texts that programs print: errors, log lines, and the rest.

use std::fmt;

use anyhow::Result;

use super::literals::Purpose;
use super::rust::{self, Piece};
use super::texts::is_prose;

/// A text of a program.
pub(super) struct Message {
    line: usize,
    purpose: Purpose,
    text: String,
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.purpose {
            Purpose::Error => "error",
            Purpose::Log => "log",
            Purpose::Documentation | Purpose::Test | Purpose::Other => "text",
        };
        write!(formatter, "{} {kind}: {}", self.line, self.text.replace('\n', "\\n"))
    }
}

/// Whether a file is part of a program; tests and templates are not.
pub(super) fn may_hold(file: &str) -> bool {
    let inner = file.rsplit_once("src/").map_or("", |(_, inner)| inner);
    file.ends_with(".rs")
        && !inner.is_empty()
        && !inner.split('/').any(|part| matches!(part, "tests" | "tests.rs"))
}

/// The errors and log lines of a source, however short; of its other texts those of three words.
pub(super) fn of(source: &str) -> Result<Vec<Message>> {
    let mut messages = Vec::new();
    for piece in rust::pieces(source)? {
        let Piece::Literal { line, literal } = piece else { continue };
        let (purpose, text) = (literal.purpose, literal.value());
        let is_message = match purpose {
            Purpose::Error | Purpose::Log => text.contains(char::is_alphabetic),
            Purpose::Other => is_prose(&text),
            Purpose::Documentation | Purpose::Test => false,
        };
        if is_message {
            messages.push(Message { line, purpose, text });
        }
    }
    Ok(messages)
}

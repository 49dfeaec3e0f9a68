//! Why a response could not be read.

use crate::redact;

/// Why a response could not be read: what was found, and where. The value itself is not repeated:
/// it may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}` (line {line}, column {column}): {problem}")]
#[non_exhaustive]
pub struct DecodeError {
    /// The path to the value inside the response, for instance `goods_detail[1].price`.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
    /// The line in the response, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
}

impl DecodeError {
    /// A problem of the text itself.
    #[doc(hidden)]
    pub fn of_text(problem: String, (line, column): (usize, usize)) -> Self {
        Self { path: String::new(), problem, line, column }
    }

    pub(super) fn new(path: String, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let problem = text.rsplit_once(" at line ").map_or(text.as_str(), |(problem, _)| problem);
        // The key of a map may be personal, too.
        let path = redact::mask_text(&path).into_owned();
        Self { path, problem: without_values(problem), line: error.line(), column: error.column() }
    }
}

/// Leaves the values out of a message such as ``invalid type: string "secret", expected a map``.
fn without_values(text: &str) -> String {
    let (found, expected) = match text.rsplit_once(", expected ") {
        Some((found, expected)) => (found, format!(", expected {expected}")),
        None => (text, String::new()),
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
    format!("{kind}{expected}")
}

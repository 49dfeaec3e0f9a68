//! Why a response could not be read.

use std::fmt;

use crate::redact;

/// Why a response could not be read: the problem, and its place. The value itself is left out,
/// because it may be personal data. `path` and `problem` are one line each, of at most 300
/// characters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The path to the value inside the response, for instance `goods_detail[1].price`. It is empty
    /// when the problem concerns the whole response.
    pub path: String,
    /// The problem of the value.
    pub problem: String,
    /// The line in the response, from 1, or 0 when the problem has no place.
    pub line: usize,
    /// The column in the line, from 1, or 0 when the problem has no place.
    pub column: usize,
}

impl DecodeError {
    /// Creates the error for a problem of the text, at this line and column.
    #[doc(hidden)]
    pub fn of_text(problem: impl AsRef<str>, (line, column): (usize, usize)) -> Self {
        let (path, problem) = (String::new(), redact::line(problem.as_ref()));
        Self { path, problem, line, column }
    }

    /// Creates the error for a problem that has no place.
    #[doc(hidden)]
    pub fn of_whole(problem: impl AsRef<str>) -> Self {
        Self::of_text(problem, (0, 0))
    }

    /// Creates the error for a text that serde cannot read.
    #[doc(hidden)]
    pub fn of_json(error: &serde_json::Error) -> Self {
        Self::new("", error)
    }

    pub(super) fn new(path: &str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let problem = text.rsplit_once(" at line ").map_or(text.as_str(), |(problem, _)| problem);
        // The key of a map may be personal, too, and of any length.
        let (path, problem) = (redact::line(path), redact::line(&without_values(problem)));
        Self { path, problem, line: error.line(), column: error.column() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, problem, line, column } = self;
        match (path.is_empty(), *line) {
            (true, 0) => formatter.write_str(problem),
            (true, _) => write!(formatter, "at line {line}, column {column}: {problem}"),
            (false, 0) => write!(formatter, "at `{path}`: {problem}"),
            (false, _) => {
                write!(formatter, "at `{path}` (line {line}, column {column}): {problem}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Leaves the values out of a message such as ``invalid type: string "secret", expected a map``.
fn without_values(text: &str) -> String {
    let (found, expected) = match text.rsplit_once(", expected ") {
        Some((found, expected)) => (found, format!(", expected {expected}")),
        None => (text, String::new()),
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
    format!("{kind}{expected}")
}

//! The text to sign, in its parts, and with mistakes in them.

use std::collections::BTreeMap;

/// The parts of a text to sign.
#[derive(Clone, Debug)]
pub(crate) struct SignedParts {
    pub(crate) lines: BTreeMap<Part, String>,
    pub(crate) line_end: &'static str,
    pub(crate) last_line_end: &'static str,
}

/// A part, in the order of the text. A mistake concerns one: of two mistakes in one part the second
/// would undo the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The parameters of the header, without the signature.
    Header,
    Method,
    Target,
    Body,
    /// Without a token there is no such line.
    Token,
    LineEnds,
}

/// One mistake.
pub(super) struct Mistake {
    /// The text that is signed because of it, as the end of "the signature would be right for …".
    pub(super) name: &'static str,
    pub(super) part: Part,
    pub(super) change: Change,
}

pub(super) enum Change {
    Line(String),
    NoLine,
    LineEnds(&'static str, &'static str),
}

impl SignedParts {
    /// The text to sign.
    pub(crate) fn signed_text(&self) -> String {
        let lines: Vec<_> = self.lines.values().map(String::as_str).collect();
        lines.join(self.line_end) + self.last_line_end
    }

    pub(super) fn line(&self, part: Part) -> &str {
        self.lines.get(&part).map_or("", String::as_str)
    }

    /// The parts with a mistake.
    pub(super) fn with(&self, mistake: &Mistake) -> Self {
        let mut parts = self.clone();
        match &mistake.change {
            Change::LineEnds(each, last) => (parts.line_end, parts.last_line_end) = (each, last),
            Change::Line(text) => {
                parts.lines.insert(mistake.part, text.clone());
            }
            Change::NoLine => {
                parts.lines.remove(&mistake.part);
            }
        }
        parts
    }
}

//! The text to sign, in its parts, and with mistakes in them.

/// The parts of a text to sign.
#[derive(Clone, Debug)]
pub(crate) struct SignedParts {
    /// The parameters of the header, without the signature.
    pub(crate) header: String,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) body: String,
    pub(crate) token: Option<String>,
    pub(crate) line_end: &'static str,
    pub(crate) last_line_end: &'static str,
}

/// Which part a mistake concerns: of two mistakes in one part the second would undo the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Header,
    Method,
    Target,
    Body,
    Token,
    Lines,
}

/// One mistake.
pub(super) struct Mistake {
    /// What is signed because of it, as the end of "the signature would be right for …".
    pub(super) name: &'static str,
    pub(super) part: Part,
    pub(super) change: Change,
}

pub(super) enum Change {
    Text(String),
    Token(Option<String>),
    Lines(&'static str, &'static str),
}

impl SignedParts {
    /// The text to sign.
    pub(crate) fn signed_text(&self) -> String {
        let mut lines = vec![&*self.header, &*self.method, &*self.target, &*self.body];
        lines.extend(self.token.as_deref());
        lines.join(self.line_end) + self.last_line_end
    }

    /// The parts with a mistake.
    pub(super) fn with(&self, mistake: &Mistake) -> Self {
        let mut parts = self.clone();
        match (mistake.part, &mistake.change) {
            (_, Change::Lines(line_end, last)) => {
                (parts.line_end, parts.last_line_end) = (line_end, last);
            }
            (_, Change::Token(token)) => parts.token.clone_from(token),
            (Part::Header, Change::Text(text)) => parts.header.clone_from(text),
            (Part::Method, Change::Text(text)) => parts.method.clone_from(text),
            (Part::Target, Change::Text(text)) => parts.target.clone_from(text),
            (_, Change::Text(text)) => parts.body.clone_from(text),
        }
        parts
    }
}

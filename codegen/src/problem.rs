//! The problems of a document, and their places: all problems of a run together.

use std::fmt::{self, Write as _};
use std::sync::Arc;

/// A place in a document: its name and a JSON pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Shared: there is a place for every field that is looked at.
    document: Arc<str>,
    pointer: String,
}

impl Place {
    /// The root of a document.
    pub fn root(document: &str) -> Self {
        Self { document: document.into(), pointer: String::new() }
    }

    /// The place of a field or an item.
    #[must_use]
    pub fn at(&self, token: impl fmt::Display) -> Self {
        const ROOM: usize = 32;
        let mut pointer = String::with_capacity(self.pointer.len() + ROOM);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        // Writing to a string does not fail.
        let _ = write!(Escaped(&mut pointer), "{token}");
        Self { document: Arc::clone(&self.document), pointer }
    }

    /// The place that a chain of fields leads to.
    #[must_use]
    pub fn path(&self, tokens: &[&str]) -> Self {
        tokens.iter().fold(self.clone(), |place, token| place.at(token))
    }

    /// Whether one of the places is the other, or inside it.
    fn is_near(&self, other: &Self) -> bool {
        let inside = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.document == other.document
            && (inside(&self.pointer, &other.pointer) || inside(&other.pointer, &self.pointer))
    }

    /// The document's name.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// The JSON pointer.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

/// Writes the tokens of a pointer: every field of every document has a place, so none is built
/// from pieces that are thrown away.
struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for part in text.split_inclusive(['~', '/']) {
            match part.strip_suffix(['~', '/']) {
                Some(before) => {
                    self.0.push_str(before);
                    self.0.push_str(if part.ends_with('~') { "~0" } else { "~1" });
                }
                None => self.0.push_str(part),
            }
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}#{}", Shown(&self.document), Shown(&self.pointer))
    }
}

/// One thing that is wrong or not supported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what to do if that is not plain.
    pub reason: String,
    /// Whether a decision, or an entry of the glossary, applies to nothing. A document of others
    /// cannot be blamed for that.
    pub unused: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, Shown(&self.reason))
    }
}

/// Text from a document on its way to a terminal: shortened, control characters made visible.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LIMIT: usize = 400;
        for character in self.0.chars().take(LIMIT) {
            if character.is_control() || crate::prose::is_invisible(character) {
                write!(formatter, "{}", character.escape_unicode())?;
            } else {
                write!(formatter, "{character}")?;
            }
        }
        if self.0.chars().nth(LIMIT).is_some() { formatter.write_str("…") } else { Ok(()) }
    }
}

/// All that is wrong, in the order of the places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, place: &Place, reason: impl Into<String>) {
        self.push(place, reason.into(), false);
    }

    /// Adds a decision, or an entry of the glossary, that applies to nothing.
    pub fn add_unused(&mut self, place: &Place, reason: impl Into<String>) {
        self.push(place, reason.into(), true);
    }

    fn push(&mut self, place: &Place, reason: String, unused: bool) {
        self.0.push(Problem { place: place.clone(), reason, unused });
    }

    /// Takes out what applies to nothing.
    #[must_use]
    pub(crate) fn take_unused(&mut self) -> Self {
        Self(self.0.extract_if(.., |problem| problem.unused).collect())
    }

    /// Adds the problems of another step.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The problems, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether nothing but decisions without use is wrong.
    pub(crate) fn is_harmless(&self) -> bool {
        self.0.iter().all(|problem| problem.unused)
    }

    /// Adds the problems of a later step, except where something was wrong before: at the same
    /// place, inside it, or around it.
    pub(crate) fn extend_elsewhere(&mut self, later: Self) {
        let before = self.0.len();
        for problem in later.0 {
            if !self.0[..before].iter().any(|known| known.place.is_near(&problem.place)) {
                self.0.push(problem);
            }
        }
    }

    /// `value` when nothing is wrong.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self.sorted()) }
    }

    /// In the order of their places, without duplicates.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort();
        self.0.dedup();
        self
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(formatter, "{problem}")?;
        }
        let count = self.0.len();
        write!(formatter, "{count} problem{}", if count == 1 { "" } else { "s" })
    }
}

impl std::error::Error for Problems {}

//! The checks before an operation is sent.

use serde::{Deserialize, Serialize};

/// A check of some fields before they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Of each field the wire names that lead to it from the body, joined with dots; or the name of
    /// a parameter beside the body.
    pub fields: Vec<String>,
    /// What they have to be.
    pub rule: Rule,
}

/// What a field has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// Set, and not empty.
    Required,
    /// A text that matches as a whole.
    Matches(Pattern),
    /// No text that matches as a whole: that is worth a warning.
    Warns(Pattern),
}

/// A regular expression, and what is said of a field by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The expression, as the crate `regex-lite` reads it.
    pub pattern: String,
    /// What follows the name of the field in a message.
    pub says: String,
}

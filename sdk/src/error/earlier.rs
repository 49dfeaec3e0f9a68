//! What became of the attempts before the last one.

use std::fmt;

use super::Error;

/// The attempts of a call before the one whose error this is: see [`Error::earlier`].
#[derive(Debug, Default)]
pub struct Earlier {
    pub(crate) errors: Vec<Error>,
    /// Whether the platform may have done in one of them what it was asked.
    pub(crate) unknown: bool,
}

/// The number of the last attempt, when there were several.
impl fmt::Display for Earlier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.len() {
            0 => Ok(()),
            earlier => write!(formatter, " (attempt {})", earlier + 1),
        }
    }
}

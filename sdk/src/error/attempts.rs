//! What became of the attempts before the last one.

use super::error::Error;

/// The attempts of a call before the one whose error this is.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    pub(crate) errors: Vec<Error>,
    /// Whether the platform may have processed one of them.
    pub(crate) unknown: bool,
}

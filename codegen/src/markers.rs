//! The lines of the SDK's manifest between which its generated features stand.

/// The line before them.
pub(crate) const BEGIN: &str = "# <codegen>";
/// The line after them.
pub(crate) const END: &str = "# </codegen>";

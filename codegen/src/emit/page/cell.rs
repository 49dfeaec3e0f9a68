//! Cells of tables.

use crate::prose;

/// Code for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    prose::code(text).replace('|', r"\|")
}

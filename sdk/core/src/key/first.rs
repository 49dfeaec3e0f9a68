//! Which key of a text counts.

use super::KeyError;
use crate::encoding::{self, Block};

/// The first key of a text; without one the error that helps most.
pub(super) fn first_key<K>(
    content: &[u8],
    from_block: impl Fn(Block) -> Result<K, KeyError>,
) -> Result<K, KeyError> {
    let mut error = KeyError::Malformed;
    for block in encoding::blocks(content)? {
        match from_block(block) {
            Ok(key) => return Ok(key),
            Err(other) => error = error.or_more_telling(other),
        }
    }
    Err(error)
}

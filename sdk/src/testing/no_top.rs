//! In the place of the side of TOP, without the feature `top`.

use super::posted::Posted;
use super::side::Side;

/// Nothing: no client calls TOP.
pub(super) fn side(_: &Posted) -> Option<Box<dyn Side>> {
    None
}

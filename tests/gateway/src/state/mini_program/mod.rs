//! Versions of mini programs.

mod operations;
mod version;

pub(super) use operations::{MiniPrograms, PACKAGE_BUILD, TEMPLATE_BUILD};

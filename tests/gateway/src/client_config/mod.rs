//! The configuration of a client of this gateway, in the words of the SDK's `Config`.

mod files;
mod format;
mod settings;

pub use files::write;
pub(crate) use format::{environment, json, rust, toml};
pub(crate) use settings::{Mode, settings};

//! A store in a folder, for the processes of one machine.

mod files;
mod format;
#[cfg_attr(not(unix), path = "no_own.rs")]
mod own;
mod store;

pub use store::FolderStore;

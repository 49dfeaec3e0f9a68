//! What stands in the way of a run, and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::markers::{BEGIN, END};

/// What stands in the way of reading or writing a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system does not let it be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new files do not all fit on the disk, or cannot be written; the old ones are untouched.
    #[error("{path}: {source}; no file was changed", path = path.display())]
    Stage {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Some files are new already, others are not.
    #[error("{path}: {source}; fix that and run it again: it was stopped halfway", path = path.display())]
    Commit {
        /// The file that was to be replaced or deleted.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another run writes into the same folder.
    #[error("{path}: another run writes here; wait for its end", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A link could lead writing or deleting out of the folder.
    #[error("{path}: a symbolic link, through which nothing is written; replace the link with its target", path = path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Something that was not generated lies where only generated files may be.
    #[error("{path}: not a generated file, but in the place of one; move it elsewhere", path = path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The manifest does not say where its generated features go.
    #[error("{path}: the lines `{BEGIN}` and `{END}` are missing or in the wrong order", path = path.display())]
    Markers {
        /// The manifest.
        path: PathBuf,
    },
}

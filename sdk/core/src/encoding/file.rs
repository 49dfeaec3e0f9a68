//! Reading a small file whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

/// No key, certificate or bundle comes near it; a device or a log given by mistake does not fill
/// the memory.
pub(super) const LARGEST: usize = 1 << 20;

/// Why a file was not read.
pub(crate) enum FileError {
    Io(io::Error),
    TooLarge,
}

/// The content of the file. The buffer is wiped when dropped, and never moves while it is filled.
pub(crate) fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(FileError::Io)?;
    let expected = file.metadata().map_err(FileError::Io)?.len();
    let expected = usize::try_from(expected).unwrap_or(usize::MAX);
    if expected > LARGEST {
        return Err(FileError::TooLarge);
    }
    // One more, so that the end is noticed without growing.
    let mut content = Zeroizing::new(Vec::with_capacity(expected + 1));
    file.take(LARGEST as u64 + 1).read_to_end(&mut content).map_err(FileError::Io)?;
    if content.len() > LARGEST {
        return Err(FileError::TooLarge);
    }
    Ok(content)
}

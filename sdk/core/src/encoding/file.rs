//! Reading a small file whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

/// No key, certificate or bundle comes near it; a device or a log given by mistake does not fill
/// the memory.
const LARGEST: u64 = 1 << 20;

/// Why a file was not read.
pub(crate) enum FileError {
    Io(io::Error),
    TooLarge,
}

/// What is in the file. The buffer is wiped when dropped, and never moves while it is filled.
pub(crate) fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(FileError::Io)?;
    let expected = file.metadata().map_err(FileError::Io)?.len();
    if expected > LARGEST {
        return Err(FileError::TooLarge);
    }
    // One more, so that the end is noticed without growing.
    let capacity = usize::try_from(expected).unwrap_or_default().saturating_add(1);
    let mut content = Zeroizing::new(Vec::with_capacity(capacity));
    file.take(LARGEST + 1).read_to_end(&mut content).map_err(FileError::Io)?;
    if content.len() as u64 > LARGEST {
        return Err(FileError::TooLarge);
    }
    Ok(content)
}

//! Where a downloaded file is: in memory, or, when it is large, in a file without a name.

use std::fs::File;
use std::io::{self, Write};

use bytes::Bytes;
use rawzip::{FileReader, ReaderAt};
use tempfile::{SpooledData, SpooledTempFile};

use super::error::BillError;
use super::limits::BillLimits;

/// A file while it is written.
pub(super) struct Spool {
    file: SpooledTempFile,
    size: u64,
    limit: u64,
}

impl Spool {
    pub(super) fn new(limits: &BillLimits) -> Self {
        let file = SpooledTempFile::new(limits.memory);
        Self { file, size: 0, limit: limits.download }
    }

    pub(super) fn write(&mut self, data: &[u8]) -> Result<(), BillError> {
        let size = self.size.saturating_add(data.len() as u64);
        if size > self.limit {
            return Err(too_large(self.limit));
        }
        self.size = size;
        self.file.write_all(data).map_err(BillError::Io)
    }

    pub(super) fn finish(self) -> Source {
        match self.file.into_inner() {
            SpooledData::InMemory(bytes) => Source::from_bytes(bytes.into_inner().into()),
            SpooledData::OnDisk(file) => {
                Source { place: Place::File(file.into()), size: self.size }
            }
        }
    }
}

pub(super) fn too_large(limit: u64) -> BillError {
    BillError::TooLarge { what: "the size of the file", limit }
}

/// A file that is read from anywhere in it.
pub(super) struct Source {
    place: Place,
    pub(super) size: u64,
}

enum Place {
    Memory(Bytes),
    File(FileReader),
}

impl Source {
    pub(super) fn from_bytes(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, place: Place::Memory(bytes) }
    }

    pub(super) fn from_file(file: File) -> io::Result<Self> {
        Ok(Self { size: file.metadata()?.len(), place: Place::File(file.into()) })
    }

    /// Copies all of it.
    pub(super) fn copy_to(&self, to: &mut impl Write) -> io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        let mut at = 0;
        while at < self.size {
            let read = self.read_at(&mut buffer, at)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            to.write_all(&buffer[..read])?;
            at += read as u64;
        }
        Ok(())
    }

    /// All of it, where it has to be in memory.
    pub(super) fn into_bytes(self) -> io::Result<Bytes> {
        if let Place::Memory(bytes) = self.place {
            return Ok(bytes);
        }
        let mut all = Vec::new();
        self.copy_to(&mut all)?;
        Ok(all.into())
    }
}

impl ReaderAt for Source {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match &self.place {
            Place::Memory(bytes) => bytes.as_ref().read_at(buffer, offset),
            Place::File(file) => file.read_at(buffer, offset),
        }
    }
}

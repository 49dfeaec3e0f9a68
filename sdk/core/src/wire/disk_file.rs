//! A file on the disk, read while it is sent.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// The path to a file, and its size when it was looked at.
pub(super) struct DiskFile {
    path: PathBuf,
    size: u64,
}

impl DiskFile {
    /// The file and its name.
    pub(super) fn find(path: &Path) -> io::Result<(Self, String)> {
        let failed = |kind, reason: &dyn std::fmt::Display| {
            io::Error::new(kind, format!("{}: {reason}", path.display()))
        };
        let metadata = std::fs::metadata(path).map_err(|error| failed(error.kind(), &error))?;
        if !metadata.is_file() {
            return Err(failed(io::ErrorKind::InvalidInput, &"not a file"));
        }
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| failed(io::ErrorKind::InvalidInput, &"the name is not Unicode"))?;
        Ok((Self { path: path.to_owned(), size: metadata.len() }, name.to_owned()))
    }

    /// The same file once more, which is opened once more.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self { path: self.path.clone(), size: self.size })
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn stream(self) -> Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>> {
        Box::pin(FileOnDisk::new(self.path))
    }
}

/// A file that is opened when its first byte is asked for.
enum FileOnDisk {
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    Open(File),
}

impl FileOnDisk {
    fn new(path: PathBuf) -> Self {
        Self::Opening(Box::pin(File::open(path)))
    }
}

impl Stream for FileOnDisk {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Opening(file) = &mut *self {
            *self = Self::Open(ready!(file.as_mut().poll(at))?);
        }
        let Self::Open(file) = &mut *self else { return Poll::Ready(None) };
        let mut chunk = vec![0; CHUNK];
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(Pin::new(file).poll_read(at, &mut buffer))?;
        let read = buffer.filled().len();
        chunk.truncate(read);
        Poll::Ready((read > 0).then(|| Ok(chunk.into())))
    }
}

//! A file on the disk as a stream.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// A file that is opened when its first byte is asked for.
pub(crate) enum FileOnDisk {
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    Open(File),
}

impl FileOnDisk {
    pub(crate) fn new(path: PathBuf) -> Self {
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

//! In the place of files on the disk, without the feature `disk-files`.

use std::io;
use std::path::Path;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

/// There is none.
pub(super) enum DiskFile {}

impl DiskFile {
    pub(super) fn find(_: &Path) -> io::Result<(Self, String)> {
        let reason = "files on the disk need the feature `reqwest` of alipay-sdk";
        Err(io::Error::new(io::ErrorKind::Unsupported, reason))
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        match *self {}
    }

    pub(super) fn size(&self) -> u64 {
        match *self {}
    }

    pub(super) fn stream(self) -> Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>> {
        match self {}
    }
}

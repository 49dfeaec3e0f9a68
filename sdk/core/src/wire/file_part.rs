//! A file to upload.

use std::io;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

use super::disk_file::DiskFile;
use crate::impl_debug;

/// A file to upload: its name, its content type, and where its bytes come from.
pub struct FilePart {
    pub(super) file_name: String,
    pub(super) content_type: String,
    pub(super) content: Content,
}

impl FilePart {
    /// Creates a file from its bytes. The content type is guessed from the extension of the name,
    /// and falls back to `application/octet-stream`.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::with_content(file_name.into(), Content::Bytes(content.into()))
    }

    /// Creates a file part from a file on the disk, which is read while it is sent, and never held
    /// in memory as a whole. Its name is that of the path. It needs the feature `reqwest`.
    ///
    /// # Errors
    /// When the file does not exist, its name is not Unicode, or the feature is off.
    pub fn from_path(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        let (file, name) = DiskFile::find(path.as_ref())?;
        Ok(Self::with_content(name, Content::Disk(file)))
    }

    /// Creates a file from a stream, which is read while it is sent. Without [`size`](Self::size)
    /// the request is sent in chunks.
    pub fn stream<S>(file_name: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::with_content(
            file_name.into(),
            Content::Stream { stream: Box::pin(stream), size: None },
        )
    }

    fn with_content(file_name: String, content: Content) -> Self {
        let content_type =
            mime_guess::from_path(&file_name).first_or_octet_stream().essence_str().to_owned();
        Self { file_name, content_type, content }
    }

    /// Sets the file name that the platform sees.
    #[must_use]
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = file_name.into();
        self
    }

    /// Sets the content type, for instance `image/png`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Sets the size of a stream in bytes, so that the request can state its length. A stream of
    /// another size aborts the request. Other files know their size.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        if let Content::Stream { size, .. } = &mut self.content {
            *size = Some(bytes);
        }
        self
    }
}

impl FilePart {
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            file_name: self.file_name.clone(),
            content_type: self.content_type.clone(),
            content: self.content.try_clone()?,
        })
    }
}

impl_debug!(FilePart, |this| {
    content_type: this.content_type,
    bytes: this.content.size(),
});

/// Where the bytes of a file come from.
pub(super) enum Content {
    Bytes(Bytes),
    Disk(DiskFile),
    Stream { stream: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>, size: Option<u64> },
}

impl Content {
    /// The same bytes once more; a stream gives them once.
    pub(super) fn try_clone(&self) -> Option<Self> {
        match self {
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::Disk(file) => file.try_clone().map(Self::Disk),
            Self::Stream { .. } => None,
        }
    }

    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Disk(file) => Some(file.size()),
            Self::Stream { size, .. } => *size,
        }
    }
}

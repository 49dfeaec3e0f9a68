//! Files to upload, and the parts of an upload.

use std::fmt;
use std::io;

use bytes::Bytes;
use futures_core::Stream;

use crate::data::{FieldValue, to_json};
use crate::multipart::Content;

/// A file to upload: its name, its content type, and where its bytes come from.
pub struct FilePart {
    pub(crate) file_name: String,
    pub(crate) content_type: String,
    pub(crate) content: Content,
}

impl FilePart {
    /// A file from its bytes. The content type is guessed from the name's ending, and falls back
    /// to `application/octet-stream`.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(file_name.into(), Content::Bytes(content.into()))
    }

    /// A file on the disk, read while it is sent, never as a whole in memory. Its name is that
    /// of the path.
    ///
    /// # Errors
    /// When there is no such file, or its name is not Unicode.
    #[cfg(feature = "reqwest")]
    pub fn from_path(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let invalid = |reason: &str| {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {reason}", path.display()))
        };
        let describe =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let metadata = std::fs::metadata(path).map_err(describe)?;
        if !metadata.is_file() {
            return Err(invalid("not a file"));
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| invalid("the name is not Unicode"))?.to_owned();
        let content = Content::Path { path: path.to_owned(), size: metadata.len() };
        Ok(Self::of(name, content))
    }

    /// A file from a stream, read while it is sent. Without [`size`](Self::size) the request is
    /// sent in chunks.
    pub fn stream<S>(file_name: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::of(file_name.into(), Content::Stream { stream: Box::pin(stream), size: None })
    }

    fn of(file_name: String, content: Content) -> Self {
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

    /// Says how many bytes a stream gives, so that the request can name its length. A stream that
    /// then gives more or fewer breaks the request off. Files of other kinds know their size.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        if let Content::Stream { size, .. } = &mut self.content {
            *size = Some(bytes);
        }
        self
    }
}

impl FilePart {
    fn again(&self) -> Option<Self> {
        Some(Self {
            file_name: self.file_name.clone(),
            content_type: self.content_type.clone(),
            content: self.content.again()?,
        })
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("content_type", &self.content_type)
            .field("bytes", &self.content.size())
            .finish_non_exhaustive()
    }
}

/// The parts of an upload: at most one JSON part, `data`, and files.
#[derive(Default)]
pub struct Upload {
    pub(crate) data: Option<Result<Vec<u8>, serde_json::Error>>,
    pub(crate) files: Vec<(String, FilePart)>,
}

impl Upload {
    /// An upload without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the JSON part.
    #[must_use]
    pub fn data(mut self, data: &impl serde::Serialize) -> Self {
        self.data = Some(serde_json::to_vec(data));
        self
    }

    /// Adds the JSON part as this text, sent as it is.
    #[must_use]
    pub fn data_text(mut self, data: impl Into<String>) -> Self {
        self.data = Some(Ok(data.into().into_bytes()));
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, file: FilePart) -> Self {
        self.files.push((name.into(), file));
        self
    }

    /// The same parts once more; none when a file is a stream.
    pub(crate) fn again(&self) -> Option<Self> {
        let data = match &self.data {
            Some(text) => Some(Ok(text.as_ref().ok()?.clone())),
            None => None,
        };
        let files = self.files.iter().map(|(name, file)| Some((name.clone(), file.again()?)));
        Some(Self { data, files: files.collect::<Option<_>>()? })
    }

    /// Adds the model of a generated upload, if there is one.
    #[allow(dead_code, reason = "a surface may have no upload")]
    pub(crate) fn model(mut self, data: Option<&impl FieldValue>) -> Self {
        self.data = data.map(|data| to_json(data));
        self
    }

    /// Adds a file of a generated upload, if there is one.
    #[allow(dead_code, reason = "a surface may have no upload")]
    pub(crate) fn part(mut self, name: &'static str, file: Option<FilePart>) -> Self {
        self.files.extend(file.map(|file| (name.to_owned(), file)));
        self
    }
}

/// Sizes alone.
impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = self.data.as_ref().and_then(|data| data.as_ref().ok());
        formatter
            .debug_struct("Upload")
            .field("data", &data.map(Vec::len))
            .field("files", &self.files)
            .finish()
    }
}

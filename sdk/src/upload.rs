//! Files to upload, and the multipart body they travel in.

use std::fmt;

use bytes::Bytes;

use crate::data::{FieldValue, to_json};

/// A file to upload.
#[derive(Clone)]
pub struct FilePart {
    pub(crate) file_name: String,
    pub(crate) content_type: String,
    pub(crate) content: Bytes,
}

impl FilePart {
    /// A file from its bytes. The content type is guessed from the name's ending, and falls back
    /// to `application/octet-stream`.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let file_name = file_name.into();
        let content_type =
            mime_guess::from_path(&file_name).first_or_octet_stream().essence_str().to_owned();
        Self { file_name, content_type, content: content.into() }
    }

    /// Sets the content type, for instance `image/png`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.content.len())
            .finish()
    }
}

/// The parts of an upload: at most one JSON part, `data`, and files.
#[derive(Debug, Default)]
pub struct Upload {
    pub(crate) data: Option<Result<Vec<u8>, serde_json::Error>>,
    pub(crate) files: Vec<(&'static str, FilePart)>,
}

impl Upload {
    /// An upload without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the JSON part, if there is one.
    #[must_use]
    pub fn data(mut self, data: Option<&impl FieldValue>) -> Self {
        self.data = data.map(|data| to_json(data));
        self
    }

    /// Adds a file, if there is one.
    #[must_use]
    pub fn file(mut self, name: &'static str, file: Option<FilePart>) -> Self {
        self.files.extend(file.map(|file| (name, file)));
        self
    }
}

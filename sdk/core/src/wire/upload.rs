//! The parts of an upload.

use std::fmt;

use super::file_part::FilePart;
use crate::data::{FieldValue, to_json};

/// The parts of an upload: at most one JSON part, `data`, and files.
#[derive(Default)]
pub struct Upload {
    /// The JSON part, or why it could not be written.
    #[doc(hidden)]
    pub data: Option<Result<Vec<u8>, serde_json::Error>>,
    /// The files by the names of their parts.
    #[doc(hidden)]
    pub files: Vec<(String, FilePart)>,
}

impl Upload {
    /// Creates an upload without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the JSON part.
    #[must_use]
    pub fn data(mut self, data: &impl serde::Serialize) -> Self {
        self.data = Some(serde_json::to_vec(data));
        self
    }

    /// Adds the JSON part as this text, which is sent unchanged.
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
    #[doc(hidden)]
    pub fn try_clone(&self) -> Option<Self> {
        let data = match &self.data {
            Some(text) => Some(Ok(text.as_ref().ok()?.clone())),
            None => None,
        };
        let files = self.files.iter().map(|(name, file)| Some((name.clone(), file.try_clone()?)));
        Some(Self { data, files: files.collect::<Option<_>>()? })
    }

    /// Adds the model of a generated upload, if there is one.
    #[doc(hidden)]
    pub fn model(mut self, data: Option<&impl FieldValue>) -> Self {
        self.data = data.map(|data| to_json(data));
        self
    }

    /// Adds a file of a generated upload, if there is one.
    #[doc(hidden)]
    pub fn part(mut self, name: &'static str, file: Option<FilePart>) -> Self {
        self.files.extend(file.map(|file| (name.to_owned(), file)));
        self
    }
}

/// A type that holds the parts of an upload. The generated `…Parts` types implement it.
pub trait Parts {
    /// Returns the parts: the JSON part first, then the files ordered by name.
    fn into_upload(self) -> Upload;
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

//! What a run reads, as text.

/// A text with the name that problems call it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name, which references from other documents use.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What a run reads: the documents, and the files beside them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The OpenAPI documents.
    pub documents: Vec<Source>,
    /// The documents of this project, when `documents` are foreign: theirs are the operations of
    /// other protocols and the sentences, and a decision may apply to nothing.
    pub own: Vec<Source>,
    /// The decisions made by hand.
    pub decisions: Option<Source>,
    /// What the names of fields mean.
    pub glossary: Option<Source>,
    /// The manifest of the SDK: the features that it has by hand are no names for products.
    pub manifest: Option<Source>,
}

impl Sources {
    /// The files of a folder: `decisions.yaml`, `glossary.yaml`, and documents.
    pub fn new(files: impl IntoIterator<Item = Source>) -> Self {
        let mut sources = Self::default();
        for file in files {
            match file.name.as_str() {
                "decisions.yaml" => sources.decisions = Some(file),
                "glossary.yaml" => sources.glossary = Some(file),
                _ => sources.documents.push(file),
            }
        }
        sources
    }

    /// This project's own documents, with the same decisions; none when they are read already.
    pub(crate) fn own(&self) -> Option<Self> {
        let own = || Self { documents: self.own.clone(), own: Vec::new(), ..self.clone() };
        (!self.own.is_empty()).then(own)
    }
}

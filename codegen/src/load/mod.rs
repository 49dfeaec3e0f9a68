//! Texts to documents: parsed, repaired, checked, and merged into one namespace.

mod decisions;
mod dialect;
mod document;
mod glossary;
mod manifest;
mod repair;
mod tree;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub(crate) use decisions::{Decisions, ProductDecision, Renames};
pub(crate) use document::Documents;
pub(crate) use glossary::Glossary;

use crate::problem::{Place, Problems};

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
}

/// Parses, repairs and checks the documents.
pub(crate) fn load(sources: &Sources) -> Result<Documents, Problems> {
    let mut problems = Problems::default();
    let decisions = decisions::load(sources.decisions.as_ref())?;
    let glossary = glossary::load(sources.glossary.as_ref())?;
    let reserved_features = manifest::features(sources.manifest.as_ref());
    let sources = &sources.documents;
    let mut trees = BTreeMap::new();
    let parsed: Vec<_> = sources.par_iter().map(tree::parse).collect();
    for (source, parsed) in sources.iter().zip(parsed) {
        let tree = parsed.map_err(|found| problems.extend(found)).ok();
        if trees.insert(source.name.clone(), tree).is_some() {
            problems.add(&Place::root(&source.name), "two sources have this name");
        }
    }
    if sources.is_empty() {
        problems.add(&Place::root("(none)"), "no OpenAPI document to read");
    }
    let trees = trees.into_iter().filter_map(|(name, tree)| Some((name, tree?))).collect();
    let mut trees = problems.or(trees)?;
    repair::repair(&mut trees, &decisions)?;
    dialect::check(&trees)?;
    let mut documents = document::merge(trees, decisions, glossary)?;
    documents.reserved_features = reserved_features;
    Ok(documents)
}

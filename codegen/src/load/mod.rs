//! Texts to documents: parsed, repaired, checked, and merged into one namespace.

mod decisions;
mod dialect;
mod document;
mod glossary;
mod manifest;
mod progress;
mod repair;
mod source;
mod tree;
mod weight;
mod yaml_cost;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub(crate) use decisions::{
    Decisions, EarlyCodeDecisions, IdempotencyDecisions, PatternDecision, ProductDecision, Renames,
};
pub(crate) use document::Documents;
pub(crate) use glossary::Glossary;
pub use source::{Source, Sources};

use crate::problem::{Place, Problems};

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

//! Texts to documents: parsed, repaired, checked, and merged into one namespace.

mod decisions;
mod dialect;
mod document;
mod glossary;
mod manifest;
mod overlay;
mod progress;
mod reference;
mod repair;
mod source;
mod tree;
mod weight;
mod yaml_cost;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::Value;

pub(crate) use decisions::{
    Decisions, EarlyCodeDecisions, PageDecisions, PatternDecision, ProductDecision, Renames,
};
pub(crate) use document::{Documents, PARAMETERS, REQUEST_BODIES, RESPONSES};
pub(crate) use glossary::Glossary;
pub use source::{Source, Sources};

use crate::problem::{Place, Problems};

/// What can be lowered, and what is wrong with it all the same.
pub(crate) struct Loaded {
    pub(crate) documents: Documents,
    pub(crate) problems: Problems,
}

/// Parses, repairs and checks the documents.
///
/// # Errors
/// When they cannot be lowered.
pub(crate) fn load(sources: &Sources) -> Result<Loaded, Problems> {
    let mut problems = Problems::default();
    let decisions = decisions::load(sources.decisions.as_ref());
    let decisions = decisions.map_err(|found| problems.extend(found)).ok();
    let glossary = glossary::load(sources.glossary.as_ref());
    let glossary = glossary.map_err(|found| problems.extend(found)).ok();
    let mut trees = parse(&sources.documents, &mut problems);
    if sources.documents.is_empty() {
        problems.add(&Place::root("(none)"), "no OpenAPI document to read");
    }
    if !sources.own.is_empty() {
        overlay::add(&parse(&sources.own, &mut problems), &mut trees);
    }
    if let Some(decisions) = &decisions {
        repair::repair(&mut trees, decisions, &mut problems);
    }
    let all_were_read = problems.is_harmless();
    let names = sources.documents.iter().map(|source| source.name.as_str());
    let unread = names.filter(|&name| !trees.contains_key(name)).collect();
    let can_be_lowered = dialect::check(&trees, &unread, &mut problems) && all_were_read;
    let (Some(decisions), Some(glossary), true) = (decisions, glossary, can_be_lowered) else {
        return Err(problems.sorted());
    };
    reference::keep_siblings(&mut trees);
    match document::merge(trees, decisions, glossary) {
        Ok(mut documents) => {
            documents.reserved_features = manifest::features(sources.manifest.as_ref());
            Ok(Loaded { documents, problems })
        }
        // What the check has found already is said better there.
        Err(found) => Err(if problems.is_harmless() { found } else { problems.sorted() }),
    }
}

/// The trees of the sources by name. Those that cannot be read are left out.
fn parse(sources: &[Source], problems: &mut Problems) -> BTreeMap<String, Value> {
    let mut trees = BTreeMap::new();
    let parsed: Vec<_> = sources.par_iter().map(tree::parse).collect();
    for (source, parsed) in sources.iter().zip(parsed) {
        let tree = parsed.map_err(|found| problems.extend(found)).ok();
        if trees.insert(source.name.clone(), tree).is_some() {
            problems.add(&Place::root(&source.name), "two sources have this name");
        }
    }
    trees.into_iter().filter_map(|(name, tree)| Some((name, tree?))).collect()
}

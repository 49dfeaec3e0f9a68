//! The glossary: what the names of fields mean, a sentence for each. Where one name means different
//! things, `Schema.name` is that field alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::source::Source;
use super::tree;
use crate::problem::{Place, Problems};

/// A sentence for each name on the wire, wherever it stands.
#[derive(Debug, Default)]
pub(crate) struct Glossary {
    pub(crate) sentences: BTreeMap<String, String>,
    /// The file's name, for problems.
    pub(crate) source: String,
}

impl Glossary {
    /// The entry of a field: for its schema, or for its name.
    pub(crate) fn get(&self, owner: &str, wire: &str) -> Option<(&String, &String)> {
        let of_schema = self.sentences.get_key_value(&format!("{owner}.{wire}"));
        of_schema.or_else(|| self.sentences.get_key_value(wire))
    }
}

/// Reads the glossary; without a source it is empty.
pub(super) fn load(source: Option<&Source>) -> Result<Glossary, Problems> {
    let Some(source) = source else {
        return Ok(Glossary::default());
    };
    let place = Place::root(&source.name);
    let mut glossary = Glossary { source: source.name.clone(), ..Glossary::default() };
    let mut problems = Problems::default();
    match tree::parse(source)? {
        Value::Null => {}
        Value::Object(entries) => {
            for (name, sentence) in entries {
                match sentence {
                    Value::String(text) if !text.trim().is_empty() && !text.contains('\n') => {
                        glossary.sentences.insert(name, text);
                    }
                    _ => problems
                        .add(&place.at(&name), "a name must be explained by one line of text"),
                }
            }
        }
        _ => problems.add(&place, "a glossary must be an object: a sentence for each name"),
    }
    problems.or(glossary)
}

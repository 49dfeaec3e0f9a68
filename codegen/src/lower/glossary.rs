//! The glossary applied: a sentence for each field, parameter and part that has none of its own.

use std::collections::BTreeSet;

use crate::ir::{Body, Ir};
use crate::load::Glossary;
use crate::problem::{Place, Problems};

/// Describes what the documents do not; an entry that describes nothing is a problem.
pub(super) fn apply(ir: &mut Ir, glossary: &Glossary, problems: &mut Problems) {
    let mut used = BTreeSet::new();
    for (wire, description) in undescribed(ir) {
        if let Some((name, sentence)) = glossary.sentences.get_key_value(wire) {
            description.clone_from(sentence);
            used.insert(name);
        }
    }
    let place = Place::root(&glossary.source);
    for name in glossary.sentences.keys().filter(|&name| !used.contains(name)) {
        problems.add(&place.at(name), "nothing of this name needs a description any more");
    }
}

/// Names with the place of a description that is missing.
fn undescribed(ir: &mut Ir) -> impl Iterator<Item = (&str, &mut String)> {
    let operations = ir.apis.values_mut().flat_map(|api| api.operations.values_mut());
    let of_operations = operations.flat_map(|operation| {
        let parameters = operation.path_parameters.iter_mut().chain(&mut operation.query);
        let parts = match &mut operation.body {
            Body::Multipart { files, .. } => files.as_mut_slice(),
            _ => &mut [],
        };
        let parts = parts.iter_mut().map(|part| (part.wire.as_str(), &mut part.description));
        parameters.map(|field| (field.wire.as_str(), &mut field.description)).chain(parts)
    });
    let of_models = (ir.models.values_mut())
        .flat_map(|model| model.fields.values_mut())
        .map(|field| (field.wire.as_str(), &mut field.description));
    of_models.chain(of_operations).filter(|(_, description)| description.is_empty())
}

//! Sentences for operations, models, fields, parameters and parts: those of our own surface, those
//! of the documents, those of the glossary.

use std::collections::BTreeSet;

use crate::ir::{Body, Field, File, Ir, Operation};
use crate::load::Glossary;
use crate::problem::{Place, Problems};

/// Describes what the documents do not. An entry of the glossary that describes nothing is a
/// problem. With a surface of our own the documents are foreign: then their sentences come last.
pub(super) fn apply(ir: &mut Ir, glossary: &Glossary, own: Option<&Ir>, problems: &mut Problems) {
    let mut used = BTreeSet::new();
    for Described { owner, wire, description } in described(ir) {
        if (description.is_empty() || own.is_some())
            && let Some((name, sentence)) = glossary.get(owner, wire)
        {
            description.clone_from(sentence);
            used.insert(name);
        }
    }
    if let Some(own) = own {
        prefer(ir, own);
    }
    let place = Place::root(&glossary.source);
    for name in glossary.sentences.keys().filter(|&name| !used.contains(name)) {
        problems.add_unused(&place.at(name), "nothing of this name needs a description any more");
    }
}

/// Something with a description of its own.
struct Described<'a> {
    /// The schema, or the id of the operation.
    owner: &'a str,
    wire: &'a str,
    description: &'a mut String,
}

fn described(ir: &mut Ir) -> impl Iterator<Item = Described<'_>> {
    let models = ir.models.iter_mut().flat_map(|(key, model)| {
        let owner = key.root.as_str();
        model.fields.values_mut().map(move |field| of_field(owner, field))
    });
    let operations = ir.apis.values_mut().flat_map(|api| api.operations.values_mut());
    models.chain(operations.flat_map(|operation| {
        let Operation { id, path_parameters, query, body, .. } = operation;
        let owner = id.as_str();
        let parameters = path_parameters.iter_mut().chain(query);
        let parts = match body {
            Body::Multipart { files, .. } => files.as_mut_slice(),
            _ => &mut [],
        };
        let parts = parts.iter_mut().map(move |File { wire, description, .. }| Described {
            owner,
            wire,
            description,
        });
        parameters.map(move |field| of_field(owner, field)).chain(parts)
    }))
}

fn of_field<'a>(owner: &'a str, field: &'a mut Field) -> Described<'a> {
    Described { owner, wire: &field.wire, description: &mut field.description }
}

/// Takes the sentences of our own surface, wherever it has one.
fn prefer(ir: &mut Ir, own: &Ir) {
    for (tag, api) in &mut ir.apis {
        let Some(own) = own.apis.get(tag) else { continue };
        for (id, operation) in &mut api.operations {
            if let Some(own) = own.operations.get(id) {
                prefer_operation(operation, own);
            }
        }
    }
    for (key, model) in &mut ir.models {
        let Some(own) = own.models.get(key) else { continue };
        take(&mut model.description, &own.description);
        prefer_fields(model.fields.values_mut(), own.fields.values());
    }
}

fn prefer_operation(operation: &mut Operation, own: &Operation) {
    take(&mut operation.description, &own.description);
    prefer_fields(&mut operation.path_parameters, &own.path_parameters);
    prefer_fields(&mut operation.query, &own.query);
    if let (Body::Multipart { files, .. }, Body::Multipart { files: own, .. }) =
        (&mut operation.body, &own.body)
    {
        for file in files {
            if let Some(own) = own.iter().find(|own| own.wire == file.wire) {
                take(&mut file.description, &own.description);
            }
        }
    }
}

/// Both are in the order of their wire names, or few.
fn prefer_fields<'a>(
    fields: impl IntoIterator<Item = &'a mut Field>,
    own: impl IntoIterator<Item = &'a Field, IntoIter: Clone>,
) {
    let own = own.into_iter();
    for field in fields {
        if let Some(own) = own.clone().find(|own| own.wire == field.wire) {
            take(&mut field.description, &own.description);
        }
    }
}

fn take(description: &mut String, own: &str) {
    if !own.is_empty() {
        own.clone_into(description);
    }
}

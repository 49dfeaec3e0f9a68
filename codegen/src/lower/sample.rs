//! Values for examples, from the decisions.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Body, Field, Ir, ModelKey, Operation, Sample, Samples};
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Takes the samples over; one that no name asks for, or that is a duplicate, is a problem.
pub(super) fn collect(ir: &mut Ir, decisions: &Decisions, problems: &mut Problems) {
    let objects = objects(ir, decisions, problems);
    let mut samples = Samples { objects, ..Samples::default() };
    let place = Place::root(&decisions.source).at("samples");
    for (rank, sample) in decisions.samples.iter().enumerate() {
        let value = Sample { rank, value: sample.value.clone() };
        if samples.names.insert(sample.name.clone(), value).is_some() {
            problems.add(&place.at(rank), format!("{:?} has a sample already", sample.name));
        }
    }
    let used: BTreeSet<_> = names(ir).filter_map(|wire| Some(samples.get(wire)?.rank)).collect();
    for (rank, sample) in decisions.samples.iter().enumerate() {
        if !used.contains(&rank) {
            let reason = format!("nothing has the name {:?} any more", sample.name);
            problems.add_unused(&place.at(rank), reason);
        }
    }
    samples.operations = of_operations(ir, &samples, decisions, problems);
    ir.samples = samples;
}

/// The names of all that an example can set.
fn names(ir: &Ir) -> impl Iterator<Item = &str> {
    let parts = ir.operations().flat_map(|operation| match &operation.body {
        Body::Multipart { files, .. } => files.as_slice(),
        _ => &[],
    });
    let parameters = ir
        .operations()
        .flat_map(|operation| operation.path_parameters.iter().chain(&operation.query));
    let fields = ir.models.values().flat_map(|model| model.fields.values());
    fields.chain(parameters).map(|field| &*field.wire).chain(parts.map(|part| &*part.wire))
}

/// The values for operations whose ids begin alike. They tell as much as the general ones.
fn of_operations(
    ir: &Ir,
    samples: &Samples,
    decisions: &Decisions,
    problems: &mut Problems,
) -> BTreeMap<String, BTreeMap<String, Sample>> {
    let mut operations: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (beginning, values) in &decisions.samples_of {
        let asked: BTreeSet<_> = (ir.operations())
            .filter(|operation| begins_with(&operation.id, beginning))
            .flat_map(|operation| settable(ir, operation))
            .collect();
        for (wire, value) in values {
            if !asked.contains(wire.as_str()) {
                let place = Place::root(&decisions.source).path(&["samples_of", beginning, wire]);
                problems
                    .add_unused(&place, "no operation with this prefix has this field any more");
            }
            let rank = samples.get(wire).map_or(decisions.samples.len(), |sample| sample.rank);
            let sample = Sample { rank, value: value.clone() };
            operations.entry(beginning.clone()).or_default().insert(wire.clone(), sample);
        }
    }
    operations
}

fn begins_with(id: &str, beginning: &str) -> bool {
    id.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The names of the parameters of an operation, and of the fields of its body.
fn settable<'a>(ir: &'a Ir, operation: &'a Operation) -> impl Iterator<Item = &'a str> {
    let body = match &operation.body {
        Body::Json(ty) | Body::Multipart { data: Some(ty), .. } => ty.model(),
        _ => None,
    };
    let fields = body.and_then(|key| ir.models.get(key)).into_iter();
    let fields = fields.flat_map(|model| model.fields.values());
    let parameters = operation.path_parameters.iter().chain(&operation.query);
    fields.chain(parameters).map(|field| &*field.wire)
}

/// The examples of single objects, each of which must exist with all its fields.
fn objects(
    ir: &Ir,
    decisions: &Decisions,
    problems: &mut Problems,
) -> BTreeMap<String, BTreeMap<String, Sample>> {
    let mut objects: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (name, values) in &decisions.examples {
        let fields: BTreeSet<_> = fields(ir, name).map(|field| &field.wire).collect();
        for (wire, value) in values {
            if !fields.contains(wire) {
                let place = Place::root(&decisions.source).path(&["examples", name, wire]);
                problems.add_unused(&place, "there is nothing of this name any more");
            }
            let sample = Sample { rank: 0, value: value.clone() };
            objects.entry(name.clone()).or_default().insert(wire.clone(), sample);
        }
    }
    objects
}

/// The fields of a schema, or the query parameters of an operation.
fn fields<'a>(ir: &'a Ir, name: &str) -> Box<dyn Iterator<Item = &'a Field> + 'a> {
    if let Some(model) = ir.models.get(&ModelKey::named(name)) {
        return Box::new(model.fields.values());
    }
    let operation = ir.apis.values().find_map(|api| api.operations.get(name));
    Box::new(operation.into_iter().flat_map(|operation| &operation.query))
}

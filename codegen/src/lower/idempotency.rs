//! Which operations can be retried, as the decisions have it: those of every protocol.

use std::collections::BTreeMap;

use super::operation::Tagged;
use crate::ir::{Carrier, Idempotency, Method, Model, ModelKey, Operation};
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Marks the operations. A decision must name an operation that needs it, and fields that the
/// body of that operation has.
pub(super) fn assign(
    operations: &mut [Tagged],
    models: &BTreeMap<ModelKey, Model>,
    decisions: &Decisions,
    problems: &mut Problems,
) {
    let mut by_id = BTreeMap::new();
    for Tagged { operation, .. } in operations {
        if operation.method == Method::Get {
            operation.idempotency = Idempotency::Always;
        }
        by_id.insert(operation.id.clone(), operation);
    }
    let place = Place::root(&decisions.source).at("idempotency");
    for (index, id) in decisions.idempotency.reads.iter().enumerate() {
        decide(&mut by_id, id, Idempotency::Always, &place.at("reads").at(index), problems);
    }
    for (id, fields) in &decisions.idempotency.keys {
        let place = place.at("keys").at(id);
        let body = by_id.get(id).and_then(|operation| body(operation, models));
        let mut keys = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if body.is_none_or(|body| body.fields.contains_key(field)) {
                keys.push(field.clone());
            } else {
                let reason = format!("the body of {id:?} has no {field:?}");
                problems.add_unused(&place.at(index), reason);
            }
        }
        if !keys.is_empty() {
            decide(&mut by_id, id, Idempotency::Key(keys), &place, problems);
        }
    }
}

fn decide(
    operations: &mut BTreeMap<String, &mut Operation>,
    id: &str,
    idempotency: Idempotency,
    place: &Place,
    problems: &mut Problems,
) {
    match operations.get_mut(id) {
        None => problems.add_unused(place, format!("there is no operation {id:?}")),
        Some(operation) if operation.idempotency != Idempotency::Never => {
            problems.add(place, format!("it is decided already that {id:?} may be retried"));
        }
        Some(operation) if operation.carrier != Carrier::Server => {
            problems.add(
                place,
                format!("{id:?} is sent by a browser or an app: the SDK cannot retry it"),
            );
        }
        Some(operation) => operation.idempotency = idempotency,
    }
}

fn body<'m>(operation: &Operation, models: &'m BTreeMap<ModelKey, Model>) -> Option<&'m Model> {
    models.get(operation.body.json()?.model()?)
}

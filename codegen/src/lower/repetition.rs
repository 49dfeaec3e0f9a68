//! Which operations may be sent again, as the decisions have it.

use std::collections::BTreeMap;

use super::operation::Tagged;
use crate::ir::{Body, Method, Model, ModelKey, Operation, Repetition};
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Marks the operations. A decision must name an operation that needs it, and members that the
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
            operation.repetition = Repetition::Always;
        }
        by_id.insert(operation.id.clone(), operation);
    }
    let place = Place::root(&decisions.source).at("repetition");
    for (index, id) in decisions.repetition.reads.iter().enumerate() {
        decide(&mut by_id, id, Repetition::Always, &place.at("reads").at(index), problems);
    }
    for (id, members) in &decisions.repetition.numbered {
        let place = place.at("numbered").at(id);
        let body = by_id.get(id).and_then(|operation| body(operation, models));
        for (index, member) in members.iter().enumerate() {
            if body.is_some_and(|body| !body.fields.contains_key(member)) {
                problems.add(&place.at(index), format!("the body of {id:?} has no {member:?}"));
            }
        }
        decide(&mut by_id, id, Repetition::Numbered(members.clone()), &place, problems);
    }
}

fn decide(
    operations: &mut BTreeMap<String, &mut Operation>,
    id: &str,
    repetition: Repetition,
    place: &Place,
    problems: &mut Problems,
) {
    match operations.get_mut(id) {
        None => problems.add(place, format!("there is no operation {id:?}")),
        Some(operation) if operation.repetition != Repetition::Never => {
            problems.add(place, format!("it is decided already that {id:?} may be repeated"));
        }
        Some(operation) => operation.repetition = repetition,
    }
}

fn body<'m>(operation: &Operation, models: &'m BTreeMap<ModelKey, Model>) -> Option<&'m Model> {
    match &operation.body {
        Body::Json(ty) | Body::Multipart { data: Some(ty), .. } => models.get(ty.model()?),
        _ => None,
    }
}

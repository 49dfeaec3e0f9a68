//! Operations of v3 that only the v2 gateway is known to serve, as the decisions have it.

use super::operation::Tagged;
use crate::ir::{Body, Carrier, Operation, Protocol};
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Marks the operations. A decision must name an operation of v3 with a body alone, which is what
/// the gateway takes, and who carries it.
pub(super) fn assign(operations: &mut [Tagged], decisions: &Decisions, problems: &mut Problems) {
    for (id, carrier) in &decisions.gateway_only {
        let place = Place::root(&decisions.source).at("gateway_only").at(id);
        let found = operations.iter_mut().find(|tagged| tagged.operation.id == *id);
        let found = found.filter(|tagged| tagged.protocol == Protocol::V3);
        let Some(Tagged { operation, .. }) = found else {
            problems.add_unused(&place, format!("there is no operation {id:?} of v3"));
            continue;
        };
        let Some(carrier) = Carrier::named(carrier) else {
            problems.add(&place, format!("{carrier:?} is none of `browser`, `app` and `either`"));
            continue;
        };
        if !has_body_alone(operation) {
            problems.add(&place, format!("{id:?} needs a JSON body, and nothing beside it"));
        }
        operation.by_gateway = Some(carrier);
    }
}

fn has_body_alone(operation: &Operation) -> bool {
    let Operation { path_parameters, query, body, .. } = operation;
    path_parameters.is_empty() && query.is_empty() && matches!(body, Body::Json(_))
}

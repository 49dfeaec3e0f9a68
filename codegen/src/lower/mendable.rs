//! Which rejections the caller can mend, as the decisions have it.

use super::operation::Tagged;
use crate::ir::Idempotency;
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Marks the operations. A decision must name an operation with an idempotency key, and codes that
/// the operation documents and that have advice.
pub(super) fn assign(operations: &mut [Tagged], decisions: &Decisions, problems: &mut Problems) {
    for (id, codes) in &decisions.mendable {
        let place = Place::root(&decisions.source).at("mendable").at(id);
        let found = operations.iter_mut().find(|tagged| tagged.operation.id == *id);
        let Some(Tagged { operation, .. }) = found else {
            problems.add_unused(&place, format!("there is no operation {id:?}"));
            continue;
        };
        if !matches!(operation.idempotency, Idempotency::Key(_)) {
            let reason =
                format!("{id:?} has no idempotency key: the same request cannot be sent again");
            problems.add(&place, reason);
        }
        for (index, code) in codes.iter().enumerate() {
            let place = place.at(index);
            if !operation.error_codes.contains(code) {
                let reason = format!("{:?} does not document {code:?}", operation.id);
                problems.add_unused(&place, reason);
            } else if !decisions.advice.contains_key(code) {
                problems
                    .add(&place, format!("say under `advice` how to fix the cause of {code:?}"));
            } else {
                operation.mendable.insert(code.clone());
            }
        }
    }
}

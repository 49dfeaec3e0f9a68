//! Which rejections the caller can mend, as the decisions have it.

use super::operation::Tagged;
use crate::ir::{Idempotency, Operation};
use crate::load::Decisions;
use crate::problem::{Place, Problems};

/// Marks the operations. A decision must name an operation with an idempotency key, and codes that
/// the operation documents and that have advice.
pub(super) fn assign(operations: &mut [Tagged], decisions: &Decisions, problems: &mut Problems) {
    for (id, codes) in &decisions.mendable {
        let place = Place::root(&decisions.source).at("mendable").at(id);
        let found = operations.iter_mut().find(|tagged| tagged.operation.id == *id);
        let Some(Tagged { operation, .. }) = found else {
            problems.add(&place, format!("there is no operation {id:?}"));
            continue;
        };
        if !matches!(operation.idempotency, Idempotency::Key(_)) {
            let reason = format!("{id:?} has no idempotency key: the same cannot be sent again");
            problems.add(&place, reason);
        }
        for (index, code) in codes.iter().enumerate() {
            match problem(operation, code, decisions) {
                Some(reason) => problems.add(&place.at(index), reason),
                None => drop(operation.mendable.insert(code.clone())),
            }
        }
    }
}

fn problem(operation: &Operation, code: &str, decisions: &Decisions) -> Option<String> {
    if !operation.error_codes.contains(code) {
        return Some(format!("{:?} does not document {code:?}", operation.id));
    }
    let is_advised = decisions.advice.contains_key(code);
    (!is_advised).then(|| format!("say under `advice` how {code:?} is mended"))
}

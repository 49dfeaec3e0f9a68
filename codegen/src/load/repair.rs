//! Repairs of the documents, as decided by hand: one that does not apply is an error.

use std::collections::BTreeMap;
use std::slice;

use serde_json::Value;

use super::Decisions;
use super::decisions::Repair;
use super::progress::{MAX_DEPTH, too_deep};
use super::weight::{self, Size};
use crate::problem::{Place, Problems};

/// Repairs the documents. What does not apply is a problem, and its document is taken out.
pub(super) fn repair(
    trees: &mut BTreeMap<String, Value>,
    decisions: &Decisions,
    problems: &mut Problems,
) {
    for (index, repair) in decisions.repairs.iter().enumerate() {
        let place = Place::root(&decisions.source).at("repairs").at(index);
        let Some(tree) = trees.get_mut(&repair.document) else {
            let reason = format!("no document is called {:?}", repair.document);
            problems.add_unused(&place.at("document"), reason);
            continue;
        };
        if let Err(reason) = apply(repair, tree) {
            problems.add(&place.at("patch"), reason);
            trees.remove(&repair.document);
        }
    }
}

/// Applies one operation after the other: each may copy what the one before has copied.
fn apply(repair: &Repair, tree: &mut Value) -> Result<(), String> {
    let document = &repair.document;
    let limit = weight::limit(Size::of(tree).weight);
    for (index, operation) in repair.patch.iter().enumerate() {
        json_patch::patch(tree, slice::from_ref(operation)).map_err(|mut error| {
            error.operation = index;
            format!("this repair does not apply to {document} any more: {error}")
        })?;
        let Size { weight, depth } = Size::of(tree);
        if weight > limit {
            return Err(format!(
                "after operation '/{index}' {document} is many times as long as before: copy less"
            ));
        }
        if depth > MAX_DEPTH {
            return Err(format!("after operation '/{index}' in {document} {}", too_deep()));
        }
    }
    Ok(())
}

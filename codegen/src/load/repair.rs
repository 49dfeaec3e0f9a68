//! Repairs of the documents, as decided by hand: one that does not apply is an error.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Decisions;
use crate::problem::{Place, Problems};

pub(super) fn repair(
    trees: &mut BTreeMap<String, Value>,
    decisions: &Decisions,
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for (index, repair) in decisions.repairs.iter().enumerate() {
        let place = Place::root(&decisions.source).at("repairs").at(index);
        let Some(tree) = trees.get_mut(&repair.document) else {
            problems
                .add(&place.at("document"), format!("no document is called {:?}", repair.document));
            continue;
        };
        if let Err(error) = json_patch::patch(tree, &repair.patch) {
            problems.add(
                &place.at("patch"),
                format!("this repair does not apply to {} any more: {error}", repair.document),
            );
        }
    }
    problems.or(())
}

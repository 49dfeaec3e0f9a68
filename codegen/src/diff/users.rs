//! Which operations use which model.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Grouped;
use crate::ir::{Ir, ModelKey};

/// The ids of the operations that use each model, directly or inside another one.
pub(super) type Users<'a> = BTreeMap<&'a ModelKey, BTreeSet<&'a str>>;

/// Adds the users on one side.
pub(super) fn add<'a>(
    users: &mut Users<'a>,
    ir: &'a Ir,
    operations: &BTreeMap<&'a str, Grouped<'a>>,
) {
    for (id, grouped) in operations {
        for key in ir.with_parts(grouped.operation.models()) {
            users.entry(key).or_default().insert(*id);
        }
    }
}

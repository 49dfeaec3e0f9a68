//! Operations with their groups.

use std::collections::BTreeMap;

use crate::ir::{Api, Ir, Operation, Protocol};

/// An operation with its group.
#[derive(Clone, Copy)]
pub(super) struct Grouped<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
}

/// Only the v3 REST interface has official documents.
pub(super) fn by_id(ir: &Ir) -> BTreeMap<&str, Grouped<'_>> {
    let apis = ir.apis_of(Protocol::V3);
    let all = apis
        .flat_map(|api| api.operations.values().map(move |operation| Grouped { api, operation }));
    all.map(|grouped| (grouped.operation.id.as_str(), grouped)).collect()
}

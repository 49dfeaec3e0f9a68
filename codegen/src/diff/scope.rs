//! The compared part: a protocol that only one side has would be all new or all gone.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{NotCompared, Side};
use super::operation::Grouped;
use crate::ir::{Ir, Model, ModelKey, Protocol};

/// One side of the comparison, and what of it is left out.
pub(super) struct Scope<'a> {
    ir: &'a Ir,
    left_out: BTreeSet<Protocol>,
}

impl<'a> Scope<'a> {
    /// One side beside the other. A side without operations leaves nothing out.
    pub(super) fn new(ir: &'a Ir, other: &Ir) -> Self {
        let others: BTreeSet<_> = other.apis.values().map(|api| api.protocol).collect();
        let own = ir.apis.values().map(|api| api.protocol);
        let left_out =
            own.filter(|protocol| !others.is_empty() && !others.contains(protocol)).collect();
        Self { ir, left_out }
    }

    /// The protocols that are left out of this side.
    pub(super) fn not_compared(&self, side: Side) -> impl Iterator<Item = NotCompared> {
        self.left_out.iter().map(move |&protocol| {
            let operations = self.ir.apis_of(protocol).map(|api| api.operations.len()).sum();
            NotCompared { protocol, side, operations }
        })
    }

    /// The operations by id, without those that are left out. One that the other side has too
    /// stays.
    pub(super) fn operations(&self, other: &Ir) -> BTreeMap<&'a str, Grouped<'a>> {
        let kept: BTreeSet<_> = other.operations().map(|operation| operation.id.as_str()).collect();
        let all = self.ir.apis.values().flat_map(|api| {
            api.operations.values().map(move |operation| Grouped { api, operation })
        });
        all.map(|grouped| (grouped.operation.id.as_str(), grouped))
            .filter(|(id, grouped)| {
                !self.left_out.contains(&grouped.api.protocol) || kept.contains(id)
            })
            .collect()
    }

    /// The models by key, without those of protocols that are left out, likewise.
    pub(super) fn models(&self, other: &Ir) -> BTreeMap<&'a ModelKey, &'a Model> {
        let stays = |key: &ModelKey, model: &Model| {
            other.models.contains_key(key) || !self.is_left_out(model)
        };
        self.ir.models.iter().filter(|&(key, model)| stays(key, model)).collect()
    }

    /// Whether only operations that are left out use a model.
    fn is_left_out(&self, model: &Model) -> bool {
        let mut protocols = model.products.iter().map(|product| {
            self.ir.products.get(product).map(|product| product.protocol).unwrap_or_default()
        });
        !model.products.is_empty() && protocols.all(|protocol| self.left_out.contains(&protocol))
    }
}

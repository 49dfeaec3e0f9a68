//! The error codes of the whole surface: each is a constant, compiled with the only product that
//! documents it, or with every product.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Aspect, What};
use super::collect::{Changes, Thing, pairs};
use super::operation::Grouped;
use crate::ir::Ir;
use crate::names::home;

/// One side: the platform's codes, and the operations that are compared.
pub(super) struct Codes<'a> {
    pub(super) ir: &'a Ir,
    pub(super) operations: &'a BTreeMap<&'a str, Grouped<'a>>,
}

/// Compares the codes of the platform, and the constants.
pub(super) fn codes(old: &Codes<'_>, new: &Codes<'_>, changes: &mut Changes) {
    let platform = Thing::new(What::PlatformCode);
    let [was, is] = [old, new].map(|side| &side.ir.platform_codes);
    changes.note_set(platform, Aspect::Presence, was, is);
    let [was, is] = [old, new].map(products);
    for (code, sides) in pairs(&was, &is) {
        let thing = Thing::new(What::ErrorCode).named(code);
        match sides {
            (Some(old), Some(new)) => changes.note(thing, Aspect::Product, home(old), home(new)),
            (old, new) => {
                let side = |there: Option<&_>| there.map(|_| code.as_str());
                changes.note(thing, Aspect::Presence, side(old), side(new));
            }
        }
    }
}

/// The products that document each code. The platform counts as all of them.
fn products<'a>(side: &Codes<'a>) -> BTreeMap<&'a String, BTreeSet<String>> {
    let mut products: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for grouped in side.operations.values() {
        for code in &grouped.operation.error_codes {
            products.entry(code).or_default().insert(grouped.api.product.clone());
        }
    }
    for code in &side.ir.platform_codes {
        products.insert(code, BTreeSet::new());
    }
    products
}

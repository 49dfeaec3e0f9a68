//! Each wire name of a scope gets a Rust name of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::rust_name::RustName;
use super::{convert, reserved};
use crate::ir::Field;

/// The constants for the documented values of fields: `FIELD_VALUE`.
pub(super) fn values<'f>(
    fields: impl Iterator<Item = &'f Field>,
    names: &BTreeMap<String, RustName>,
) -> BTreeMap<String, BTreeMap<String, RustName>> {
    let mut constants = BTreeMap::new();
    let mut taken = Taken::default();
    for field in fields.filter(|field| !field.values.is_empty()) {
        let start = convert::screaming(names[&field.wire].as_str());
        let named = field.values.iter().map(|value| {
            let name = format!("{start}_{}", convert::screaming(value));
            (value.clone(), taken.claim(name, "_"))
        });
        constants.insert(field.wire.clone(), named.collect());
    }
    constants
}

/// Gives each wire name of a scope its own Rust name in snake or screaming case.
pub(super) fn allocate<'w>(
    wires: impl Iterator<Item = &'w String>,
    convert: impl FnMut(&str) -> String,
    is_reserved: impl Fn(&str) -> bool,
) -> BTreeMap<String, RustName> {
    allocate_beside(Taken::default(), wires, convert, is_reserved)
}

/// The modules in a folder, none of which may be called like a folder that holds it.
pub(super) fn files<'w>(
    folders: &[&str],
    wires: impl Iterator<Item = &'w String>,
) -> BTreeMap<String, RustName> {
    let mut taken = Taken::default();
    taken.names.extend(folders.iter().map(|&folder| folder.to_owned()));
    allocate_beside(taken, wires, convert::file, reserved::is_module)
}

/// The pages of API groups, named like their types. Some file systems take `A` and `a` for the same
/// letter.
pub(super) fn pages<'n>(
    types: impl Iterator<Item = (&'n String, &'n RustName)>,
) -> BTreeMap<String, String> {
    let mut taken = Taken::default();
    types
        .map(|(tag, ty)| {
            let claimed = taken.claim(ty.0.to_lowercase(), "_").0;
            let number = claimed.get(ty.0.len()..).unwrap_or_default();
            (tag.clone(), format!("{}{number}", ty.0))
        })
        .collect()
}

fn allocate_beside<'w>(
    mut taken: Taken,
    wires: impl Iterator<Item = &'w String>,
    mut convert: impl FnMut(&str) -> String,
    is_reserved: impl Fn(&str) -> bool,
) -> BTreeMap<String, RustName> {
    let mut wanted: Vec<_> = wires.map(|wire| (wire.clone(), convert(wire))).collect();
    wanted.sort_by(|(wire, name), (other_wire, other)| {
        (wire != name, wire).cmp(&(other_wire != other, other_wire))
    });
    wanted
        .into_iter()
        .map(|(wire, name)| {
            let reserved = is_reserved(&name) || reserved::is_keyword(&name);
            (wire, taken.claim(if reserved { name + "_" } else { name }, "_"))
        })
        .collect()
}

/// The names of a scope that are given away.
#[derive(Default)]
pub(super) struct Taken {
    names: BTreeSet<String>,
    /// The last number tried for a name, so that many equal names stay cheap.
    last: BTreeMap<String, usize>,
}

impl Taken {
    pub(super) fn claim(&mut self, name: String, separator: &str) -> RustName {
        if self.names.insert(name.clone()) {
            return RustName(name);
        }
        let mut number = self.last.get(&name).copied().unwrap_or(1);
        loop {
            number += 1;
            // After `self_` comes `self_2`: two underscores are not snake case.
            let numbered = format!("{}{separator}{number}", name.trim_end_matches('_'));
            if self.names.insert(numbered.clone()) {
                self.last.insert(name, number);
                return RustName(numbered);
            }
        }
    }
}

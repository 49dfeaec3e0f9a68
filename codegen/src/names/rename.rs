//! Names as they are wanted: by the rules, or by the renames among the decisions.

use std::collections::{BTreeMap, BTreeSet};

use super::allocate::{Taken, allocate};
use super::rust_name::RustName;
use super::{convert, reserved};
use crate::ir::{Body, Field, Ir, ModelKey};
use crate::load::Renames;
use crate::problem::{Place, Problems};

/// A thing with a type name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TypeKey {
    Model(ModelKey),
    Api(String),
    Operation(String),
    Params(String),
    Parts(String),
}

/// Gives names with the renames, and keeps in mind which were of use.
pub(super) struct Namer<'d> {
    renames: &'d Renames,
    applied: BTreeSet<(&'static str, String)>,
}

impl<'d> Namer<'d> {
    pub(super) fn new(renames: &'d Renames) -> Self {
        Self { renames, applied: BTreeSet::new() }
    }

    /// All types live in one namespace, so that a user can import any two of them. Models come
    /// first: theirs are the official names.
    pub(super) fn types(&mut self, ir: &Ir) -> BTreeMap<TypeKey, RustName> {
        let mut wanted: Vec<(TypeKey, String)> = Vec::new();
        for key in ir.models.keys() {
            wanted.push((TypeKey::Model(key.clone()), self.model(key)));
        }
        for (tag, api) in &ir.apis {
            wanted.push((TypeKey::Api(tag.clone()), convert::pascal(tag) + "Api"));
            for (id, operation) in &api.operations {
                let name = convert::pascal(id);
                if !operation.query.is_empty() {
                    wanted.push((TypeKey::Params(id.clone()), name.clone() + "Params"));
                }
                if matches!(operation.body, Body::Multipart { .. }) {
                    wanted.push((TypeKey::Parts(id.clone()), name.clone() + "Parts"));
                }
                wanted.push((TypeKey::Operation(id.clone()), name));
            }
        }
        // Named schemas that need no conversion keep their name, whatever else wants it.
        wanted.sort_by_cached_key(|(key, name)| {
            (!matches!(key, TypeKey::Model(model) if model.inside.is_empty() && model.root == *name), key.clone())
        });
        let mut taken = Taken::default();
        wanted
            .into_iter()
            .map(|(key, name)| {
                let name = if reserved::is_type(&name) { format!("Model{name}") } else { name };
                (key, taken.claim(convert::cut(name), ""))
            })
            .collect()
    }

    fn model(&mut self, key: &ModelKey) -> String {
        let renamed = (self.renames.schemas.get(&key.root)).filter(|_| !key.of_operation);
        let root = match renamed {
            Some(name) => {
                self.applied.insert(("schemas", key.root.clone()));
                name.clone()
            }
            None => convert::pascal(&key.root),
        };
        key.inside.iter().fold(root, |name, part| name + &convert::pascal(part))
    }

    pub(super) fn fields<'f>(
        &mut self,
        owner: &str,
        fields: impl Iterator<Item = &'f Field>,
        renamable: bool,
    ) -> BTreeMap<String, RustName> {
        let wires: Vec<_> = fields.map(|field| field.wire.clone()).collect();
        let mut found = Vec::new();
        let names = allocate(
            wires.iter(),
            |wire| {
                if !renamable || self.renames.fields.is_empty() {
                    return convert::snake(wire);
                }
                let key = format!("{owner}.{wire}");
                match self.renames.fields.get(&key) {
                    Some(name) => {
                        found.push(key);
                        name.clone()
                    }
                    None => convert::snake(wire),
                }
            },
            reserved::is_field,
        );
        self.applied.extend(found.into_iter().map(|key| ("fields", key)));
        names
    }

    pub(super) fn method(&mut self, tag: &str, id: &str) -> String {
        if let Some(name) = self.renames.operations.get(id) {
            self.applied.insert(("operations", id.to_owned()));
            return name.clone();
        }
        let own = id.strip_prefix(tag).and_then(|rest| rest.strip_prefix('.'));
        convert::snake(own.unwrap_or(id))
    }
}

/// A rename must be a name, and must be of use.
pub(super) fn check_renames(source: &str, namer: &Namer<'_>, problems: &mut Problems) {
    let groups = [
        ("schemas", &namer.renames.schemas),
        ("fields", &namer.renames.fields),
        ("operations", &namer.renames.operations),
    ];
    for (group, renames) in groups {
        for (wire, name) in renames {
            let place = Place::root(source).path(&["renames", group, wire]);
            let cased =
                if group == "schemas" { convert::pascal(name) } else { convert::snake(name) };
            if convert::cut(cased) != *name || reserved::is_keyword(name) {
                problems.add(&place, format!("{name:?} is not a Rust name for this place"));
            }
            if !namer.applied.contains(&(group, wire.clone())) {
                problems.add_unused(&place, "there is nothing of this name any more");
            }
        }
    }
}

//! Wire names to Rust names, once, for everything. No other module makes an identifier.
//!
//! A name is converted to the case that Rust wants; what Rust or the SDK needs for itself is
//! stepped around; names that fall together get numbers, in the order of their wire names, the
//! one that needed no conversion first. So the result depends on the set of names alone.

mod convert;
mod reserved;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

use crate::ir::{Api, Body, Field, Ir, ModelKey, Protocol};
use crate::load::{Documents, Renames};
use crate::problem::{Place, Problems};

/// A name that is valid in Rust in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(&self.0, Span::call_site()).to_tokens(tokens);
    }
}

/// What has a type name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TypeKey {
    Model(ModelKey),
    Api(String),
    Operation(String),
    Params(String),
    Parts(String),
}

/// The names of a struct with fields, constants for their documented values, and its file.
#[derive(Debug, Default)]
struct Struct {
    ty: RustName,
    module: RustName,
    fields: BTreeMap<String, RustName>,
    values: BTreeMap<String, BTreeMap<String, RustName>>,
}

/// The names of an API group.
#[derive(Debug, Default)]
struct ApiNames {
    ty: RustName,
    accessor: RustName,
    module: RustName,
}

/// The names of an operation.
#[derive(Debug, Default)]
struct OperationNames {
    ty: RustName,
    method: RustName,
    arguments: BTreeMap<String, RustName>,
    params: Struct,
    parts: Struct,
}

/// The Rust names of a surface.
#[derive(Debug, Default)]
pub struct Names {
    models: BTreeMap<ModelKey, Struct>,
    apis: BTreeMap<String, ApiNames>,
    operations: BTreeMap<String, OperationNames>,
    products: BTreeMap<String, RustName>,
    features: BTreeMap<String, String>,
    error_codes: BTreeMap<String, RustName>,
}

impl Names {
    /// Names everything in `ir`.
    pub(crate) fn new(ir: &Ir, documents: &Documents) -> Result<Self, Problems> {
        let decisions = &documents.decisions;
        let mut namer = Namer { renames: &decisions.renames, applied: BTreeSet::new() };
        let mut names = Self::default();
        names.types(ir, &mut namer);
        for (key, model) in &ir.models {
            let Some(named) = names.models.get_mut(key) else {
                continue;
            };
            named.fields = namer.fields(&key.root, model.fields.values(), key.inside.is_empty());
            named.values = values(model.fields.values(), &named.fields);
        }
        for api in ir.apis.values() {
            names.operations(api, &mut namer);
        }
        for (tag, accessor) in allocate(ir.apis.keys(), convert::snake, reserved::is_accessor) {
            names.apis.entry(tag).or_default().accessor = accessor;
        }
        names.products = allocate(ir.products.keys(), convert::file, |name| {
            reserved::is_module(name) || reserved::is_beside_products(name)
        });
        names.modules(ir);
        let families = ir.products.iter().filter(|(_, found)| found.protocol == Protocol::V3);
        names.features = allocate(
            families.map(|(product, _)| product),
            |product| feature(product, &documents.reserved_features),
            |_| false,
        )
        .into_iter()
        .map(|(product, name)| (product, dashed(&name.0)))
        .collect();
        let protocols = ir.products.iter().filter(|(_, found)| found.protocol != Protocol::V3);
        names.features.extend(protocols.map(|(product, _)| (product.clone(), product.clone())));
        names.error_codes = allocate(ir.error_codes.keys(), convert::screaming, |_| false);
        check_renames(&decisions.source, &namer)?;
        Ok(names)
    }

    fn types(&mut self, ir: &Ir, namer: &mut Namer<'_>) {
        for (key, ty) in namer.types(ir) {
            match key {
                TypeKey::Model(key) => self.models.entry(key).or_default().ty = ty,
                TypeKey::Api(tag) => self.apis.entry(tag).or_default().ty = ty,
                TypeKey::Operation(id) => self.operations.entry(id).or_default().ty = ty,
                TypeKey::Params(id) => self.operations.entry(id).or_default().params.ty = ty,
                TypeKey::Parts(id) => self.operations.entry(id).or_default().parts.ty = ty,
            }
        }
    }

    fn operations(&mut self, api: &Api, namer: &mut Namer<'_>) {
        let ids = api.operations.keys();
        let mut methods = allocate(ids, |id| namer.method(&api.tag, id), reserved::is_method);
        for (id, operation) in &api.operations {
            let Some(named) = self.operations.get_mut(id) else {
                continue;
            };
            named.method = methods.remove(id).unwrap_or_default();
            let arguments = operation.path_parameters.iter().map(|field| &field.wire);
            named.arguments = allocate(arguments, convert::snake, reserved::is_argument);
            named.params.fields = namer.fields(id, operation.query.iter(), false);
            named.params.values = values(operation.query.iter(), &named.params.fields);
            if let Body::Multipart { data, files } = &operation.body {
                let data = data.iter().map(|_| "data".to_owned());
                let wires: Vec<_> =
                    files.iter().map(|file| file.wire.clone()).chain(data).collect();
                named.parts.fields = allocate(wires.iter(), convert::snake, reserved::is_field);
            }
        }
    }

    /// Files are named after what they hold, in the folders of a product.
    fn modules(&mut self, ir: &Ir) {
        let mut models: BTreeMap<Option<&str>, BTreeMap<String, &ModelKey>> = BTreeMap::new();
        for (key, model) in &ir.models {
            let name = self.models[key].ty.0.clone();
            models.entry(home(&model.products)).or_default().insert(name, key);
        }
        for folder in models.into_values() {
            let files = files(&["model", "shared"], folder.keys());
            for (name, key) in &folder {
                self.models.entry((*key).clone()).or_default().module = files[name].clone();
            }
        }
        let mut apis: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (tag, api) in &ir.apis {
            apis.entry(&api.product).or_default().push(tag.clone());
        }
        for folder in apis.into_values() {
            for (tag, file) in files(&["api", "operation"], folder.iter()) {
                self.apis.entry(tag).or_default().module = file;
            }
        }
    }

    /// The struct of a model.
    pub fn model(&self, key: &ModelKey) -> &RustName {
        &self.models[key].ty
    }

    /// The struct of an API group.
    pub fn api_type(&self, tag: &str) -> &RustName {
        &self.apis[tag].ty
    }

    /// The type of an operation.
    pub fn operation(&self, id: &str) -> &RustName {
        &self.operations[id].ty
    }

    /// The struct of an operation's query parameters.
    pub fn params(&self, id: &str) -> &RustName {
        &self.operations[id].params.ty
    }

    /// The struct of an upload's parts.
    pub fn parts(&self, id: &str) -> &RustName {
        &self.operations[id].parts.ty
    }

    /// The field and setter of a model.
    pub fn field(&self, key: &ModelKey, wire: &str) -> &RustName {
        &self.models[key].fields[wire]
    }

    /// The fields and setters of a model by wire name.
    pub fn fields(&self, key: &ModelKey) -> &BTreeMap<String, RustName> {
        &self.models[key].fields
    }

    /// The field and setter of a query parameter.
    pub fn param(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].params.fields[wire]
    }

    /// The field and setter of a part.
    pub fn part(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].parts.fields[wire]
    }

    /// The constant for a documented value of a model's field.
    pub fn value(&self, key: &ModelKey, wire: &str, value: &str) -> &RustName {
        &self.models[key].values[wire][value]
    }

    /// The constant for a documented value of a query parameter.
    pub fn param_value(&self, id: &str, wire: &str, value: &str) -> &RustName {
        &self.operations[id].params.values[wire][value]
    }

    /// The argument for a parameter of the path.
    pub fn argument(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].arguments[wire]
    }

    /// The method of an operation.
    pub fn method(&self, id: &str) -> &RustName {
        &self.operations[id].method
    }

    /// The client's accessor of an API group.
    pub fn accessor(&self, tag: &str) -> &RustName {
        &self.apis[tag].accessor
    }

    /// The Cargo feature of a product.
    pub fn feature(&self, product: &str) -> &str {
        &self.features[product]
    }

    /// The module of a product.
    pub fn product(&self, product: &str) -> &RustName {
        &self.products[product]
    }

    /// The file of a model.
    pub fn model_module(&self, key: &ModelKey) -> &RustName {
        &self.models[key].module
    }

    /// The file of an API group.
    pub fn api_module(&self, tag: &str) -> &RustName {
        &self.apis[tag].module
    }

    /// The constant of an error code.
    pub fn error_code(&self, code: &str) -> &RustName {
        &self.error_codes[code]
    }
}

/// The Cargo feature of a product, before dashes take the place of underscores.
fn feature(product: &str, by_hand: &BTreeSet<String>) -> String {
    let name = convert::snake(product);
    let is_taken = reserved::is_feature(&name) || by_hand.contains(&dashed(&name));
    if is_taken { name + "_product" } else { name }
}

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

/// Whether a text can be the Cargo feature of a product as it stands.
pub(crate) fn is_feature(name: &str, by_hand: &BTreeSet<String>) -> bool {
    dashed(&feature(name, by_hand)) == name
}

/// The only product among several, if it is the only one.
pub(crate) fn home(products: &BTreeSet<String>) -> Option<&str> {
    let mut products = products.iter();
    match (products.next(), products.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Gives names with the renames, and keeps in mind which were of use.
struct Namer<'d> {
    renames: &'d Renames,
    applied: BTreeSet<(&'static str, String)>,
}

impl Namer<'_> {
    /// All types live in one namespace, so that a user can import any two of them. Models come
    /// first: theirs are the official names.
    fn types(&mut self, ir: &Ir) -> BTreeMap<TypeKey, RustName> {
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
                (key, taken.claim(name, ""))
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

    fn fields<'f>(
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

    fn method(&mut self, tag: &str, id: &str) -> String {
        if let Some(name) = self.renames.operations.get(id) {
            self.applied.insert(("operations", id.to_owned()));
            return name.clone();
        }
        let own = id.strip_prefix(tag).and_then(|rest| rest.strip_prefix('.'));
        convert::snake(own.unwrap_or(id))
    }
}

/// A rename must be a name, and must be of use.
fn check_renames(source: &str, namer: &Namer<'_>) -> Result<(), Problems> {
    let mut problems = Problems::default();
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
            if cased != *name || reserved::is_keyword(name) {
                problems.add(&place, format!("{name:?} is not a Rust name for this place"));
            }
            if !namer.applied.contains(&(group, wire.clone())) {
                problems.add(&place, "there is nothing of this name any more");
            }
        }
    }
    problems.or(())
}

/// The constants for the documented values of fields: `FIELD_VALUE`.
fn values<'f>(
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
fn allocate<'w>(
    wires: impl Iterator<Item = &'w String>,
    convert: impl FnMut(&str) -> String,
    is_reserved: impl Fn(&str) -> bool,
) -> BTreeMap<String, RustName> {
    allocate_beside(Taken::default(), wires, convert, is_reserved)
}

/// The modules in a folder, none of which may be called like a folder that holds it.
fn files<'w>(
    folders: &[&str],
    wires: impl Iterator<Item = &'w String>,
) -> BTreeMap<String, RustName> {
    let mut taken = Taken::default();
    taken.names.extend(folders.iter().map(|&folder| folder.to_owned()));
    allocate_beside(taken, wires, convert::file, reserved::is_module)
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
struct Taken {
    names: BTreeSet<String>,
    /// The last number tried for a name, so that many equal names stay cheap.
    last: BTreeMap<String, usize>,
}

impl Taken {
    fn claim(&mut self, name: String, separator: &str) -> RustName {
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

#[cfg(test)]
mod tests;

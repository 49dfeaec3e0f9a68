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

use crate::ir::{Api, Body, Field, Ir, ModelKey};
use crate::load::{Decisions, Renames};
use crate::problem::{Place, Problems};

/// A name that is valid in Rust in its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The Rust names of a surface.
#[derive(Debug, Default)]
pub struct Names {
    types: BTreeMap<TypeKey, RustName>,
    /// Of fields and setters, by model or by operation (parameters, parts).
    fields: BTreeMap<TypeKey, BTreeMap<String, RustName>>,
    /// Of constants for documented values, by model, field and value.
    values: BTreeMap<TypeKey, BTreeMap<(String, String), RustName>>,
    arguments: BTreeMap<String, BTreeMap<String, RustName>>,
    methods: BTreeMap<String, BTreeMap<String, RustName>>,
    accessors: BTreeMap<String, RustName>,
    products: BTreeMap<String, RustName>,
    features: BTreeMap<String, String>,
    /// Of files, by type.
    modules: BTreeMap<TypeKey, RustName>,
    error_codes: BTreeMap<String, RustName>,
}

impl Names {
    /// Names everything in `ir`.
    pub(crate) fn new(ir: &Ir, decisions: &Decisions) -> Result<Self, Problems> {
        let mut namer = Namer { renames: &decisions.renames, applied: BTreeSet::new() };
        let mut names = Self { types: namer.types(ir), ..Self::default() };
        for (key, model) in &ir.models {
            let fields = namer.fields(&key.root, model.fields.values(), key.inside.is_empty());
            let key = TypeKey::Model(key.clone());
            let values = values(model.fields.values(), &fields);
            if !values.is_empty() {
                names.values.insert(key.clone(), values);
            }
            names.fields.insert(key, fields);
        }
        for api in ir.apis.values() {
            names.api(api, &mut namer);
        }
        names.modules(ir);
        names.accessors = allocate(ir.apis.keys(), convert::snake, reserved::is_accessor);
        names.products = allocate(ir.products.keys(), convert::snake, reserved::is_module);
        let features = allocate(ir.products.keys(), feature, |_| false);
        names.features = (features.into_iter())
            .map(|(product, name)| (product, name.0.replace('_', "-")))
            .collect();
        names.error_codes = allocate(
            ir.error_codes().into_keys().map(str::to_owned).collect::<Vec<_>>().iter(),
            convert::screaming,
            |_| false,
        );
        check_renames(&decisions.source, &namer)?;
        Ok(names)
    }

    fn api(&mut self, api: &Api, namer: &mut Namer<'_>) {
        let methods = allocate(
            api.operations.keys(),
            |id| namer.method(&api.tag, id),
            reserved::is_method,
        );
        self.methods.insert(api.tag.clone(), methods);
        for operation in api.operations.values() {
            let arguments = operation.path_parameters.iter().map(|field| &field.wire);
            let arguments = allocate(arguments, convert::snake, reserved::is_argument);
            self.arguments.insert(operation.id.clone(), arguments);
            let params = namer.fields(&operation.id, operation.query.iter(), false);
            let key = TypeKey::Params(operation.id.clone());
            let values = values(operation.query.iter(), &params);
            self.values.insert(key.clone(), values);
            self.fields.insert(key, params);
            if let Body::Multipart { data, files } = &operation.body {
                let data = data.iter().map(|_| "data".to_owned());
                let wires: Vec<_> = files.iter().map(|file| file.wire.clone()).chain(data).collect();
                let parts = allocate(wires.iter(), convert::snake, reserved::is_field);
                self.fields.insert(TypeKey::Parts(operation.id.clone()), parts);
            }
        }
    }

    /// Files are named after what they hold, in a folder per product.
    fn modules(&mut self, ir: &Ir) {
        let mut folders: BTreeMap<String, BTreeMap<String, TypeKey>> = BTreeMap::new();
        for (key, model) in &ir.models {
            let folder = format!("model/{}", home(&model.products).unwrap_or("*"));
            let key = TypeKey::Model(key.clone());
            let name = self.types[&key].0.clone();
            folders.entry(folder).or_default().insert(name, key);
        }
        for (tag, api) in &ir.apis {
            let folder = format!("api/{}", api.product);
            folders.entry(folder).or_default().insert(tag.clone(), TypeKey::Api(tag.clone()));
        }
        for members in folders.into_values() {
            let files = allocate(members.keys(), convert::snake, reserved::is_module);
            let keys = members.into_iter().map(|(name, key)| (key, files[&name].clone()));
            self.modules.extend(keys);
        }
    }

    /// The struct of a model.
    pub fn model(&self, key: &ModelKey) -> &RustName {
        &self.types[&TypeKey::Model(key.clone())]
    }

    /// The struct of an API group.
    pub fn api_type(&self, tag: &str) -> &RustName {
        &self.types[&TypeKey::Api(tag.to_owned())]
    }

    /// The type of an operation.
    pub fn operation(&self, id: &str) -> &RustName {
        &self.types[&TypeKey::Operation(id.to_owned())]
    }

    /// The struct of an operation's query parameters.
    pub fn params(&self, id: &str) -> &RustName {
        &self.types[&TypeKey::Params(id.to_owned())]
    }

    /// The struct of an upload's parts.
    pub fn parts(&self, id: &str) -> &RustName {
        &self.types[&TypeKey::Parts(id.to_owned())]
    }

    /// The field and setter of a model's member.
    pub fn field(&self, key: &ModelKey, wire: &str) -> &RustName {
        &self.fields[&TypeKey::Model(key.clone())][wire]
    }

    /// The field and setter of a query parameter.
    pub fn param(&self, id: &str, wire: &str) -> &RustName {
        &self.fields[&TypeKey::Params(id.to_owned())][wire]
    }

    /// The field and setter of a part.
    pub fn part(&self, id: &str, wire: &str) -> &RustName {
        &self.fields[&TypeKey::Parts(id.to_owned())][wire]
    }

    /// The constant for a documented value of a model's field.
    pub fn value(&self, key: &ModelKey, field: &str, value: &str) -> &RustName {
        &self.values[&TypeKey::Model(key.clone())][&(field.to_owned(), value.to_owned())]
    }

    /// The constant for a documented value of a query parameter.
    pub fn param_value(&self, id: &str, param: &str, value: &str) -> &RustName {
        &self.values[&TypeKey::Params(id.to_owned())][&(param.to_owned(), value.to_owned())]
    }

    /// The argument for a parameter of the path.
    pub fn argument(&self, id: &str, wire: &str) -> &RustName {
        &self.arguments[id][wire]
    }

    /// The method of an operation.
    pub fn method(&self, tag: &str, id: &str) -> &RustName {
        &self.methods[tag][id]
    }

    /// The client's accessor of an API group.
    pub fn accessor(&self, tag: &str) -> &RustName {
        &self.accessors[tag]
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
        &self.modules[&TypeKey::Model(key.clone())]
    }

    /// The file of an API group.
    pub fn api_module(&self, tag: &str) -> &RustName {
        &self.modules[&TypeKey::Api(tag.to_owned())]
    }

    /// The constant of an error code.
    pub fn error_code(&self, code: &str) -> &RustName {
        &self.error_codes[code]
    }
}

/// The Cargo feature of a product, before dashes take the place of underscores.
fn feature(product: &str) -> String {
    let name = convert::snake(product);
    if reserved::is_feature(&name) { name + "_product" } else { name }
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
        let renamed = self.renames.schemas.get(&key.root);
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
                let key = format!("{owner}.{wire}");
                match self.renames.fields.get(&key).filter(|_| renamable) {
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
            if cased != *name || !reserved::is_identifier(name) {
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
) -> BTreeMap<(String, String), RustName> {
    let mut constants = BTreeMap::new();
    let mut taken = Taken::default();
    for field in fields {
        for value in &field.values {
            let name = format!(
                "{}_{}",
                convert::screaming(names[&field.wire].as_str()),
                convert::screaming(value)
            );
            constants.insert((field.wire.clone(), value.clone()), taken.claim(name, "_"));
        }
    }
    constants
}

/// Gives each wire name of a scope its own Rust name in snake or screaming case.
fn allocate<'w>(
    wires: impl Iterator<Item = &'w String>,
    mut convert: impl FnMut(&str) -> String,
    is_reserved: impl Fn(&str) -> bool,
) -> BTreeMap<String, RustName> {
    let mut wanted: Vec<_> = wires.map(|wire| (wire.clone(), convert(wire))).collect();
    wanted.sort_by(|(wire, name), (other_wire, other)| {
        (wire != name, wire).cmp(&(other_wire != other, other_wire))
    });
    let mut taken = Taken::default();
    wanted
        .into_iter()
        .map(|(wire, name)| {
            let reserved = is_reserved(&name) || !reserved::is_identifier(&name);
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
            let numbered = format!("{name}{separator}{number}");
            if self.names.insert(numbered.clone()) {
                self.last.insert(name, number);
                return RustName(numbered);
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! Wire names to Rust names, once, for everything. No other module makes an identifier.
//!
//! A name is converted to the case that Rust wants; what Rust or the SDK needs for itself is
//! stepped around; names that fall together get numbers, in the order of their wire names, the
//! one that needed no conversion first. So the result depends on the set of names alone.

mod allocate;
mod convert;
mod rename;
mod reserved;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

use self::allocate::{allocate, files, values};
use self::rename::{Namer, check_renames};
use crate::ir::{Api, Body, Ir, ModelKey, Protocol};
use crate::load::Documents;
use crate::problem::Problems;

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
        let mut namer = Namer::new(&decisions.renames);
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

#[cfg(test)]
mod tests;

//! Everything gets its name.

use std::collections::BTreeMap;

use super::allocate::{allocate, files, pages, values};
use super::product::{dashed, feature, home};
use super::rename::{Namer, TypeKey, check_renames};
use super::table::Names;
use super::{convert, reserved};
use crate::ir::{Api, Body, Ir, ModelKey, Protocol};
use crate::load::Documents;
use crate::problem::Problems;

impl Names {
    /// Names everything in `ir`, and adds to `problems`.
    pub(crate) fn new(ir: &Ir, documents: &Documents, problems: &mut Problems) -> Self {
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
        names.accessors = allocate(ir.apis.keys(), convert::snake, reserved::is_accessor);
        names.pages = pages(names.apis.iter().map(|(tag, api)| (tag, &api.ty)));
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
        check_renames(&decisions.source, &namer, problems);
        names
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
}

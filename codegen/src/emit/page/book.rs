//! The pages as a book: what each is called, and which of them describes a model.

use std::collections::{BTreeMap, BTreeSet};

use super::scalar::is_shown;
use crate::ir::{Api, Body, Field, Ir, ModelKey, Operation, Rule};
use crate::names::Names;

/// The page of all operations, which is shown for the folder.
pub(super) const INDEX: &str = "README.md";
/// The first page of the repository.
pub(super) const README: &str = "../../../README.md";
/// The page of the guide on Cargo features.
pub(super) const FEATURES: &str = "../guide/features.md";
/// The page of the platform's error codes.
pub(super) const CODES: &str = "error-codes.md";
/// The page of the models that no operation uses.
pub(super) const UNUSED: &str = "models.md";

/// What every page needs to know.
pub(super) struct Book<'a> {
    pub(super) ir: &'a Ir,
    pub(super) names: &'a Names,
    /// The group whose page describes a model; none for a model that no operation uses.
    homes: BTreeMap<&'a ModelKey, Option<&'a str>>,
    /// The models that each page describes.
    pub(super) models: BTreeMap<Option<&'a str>, Vec<&'a ModelKey>>,
    /// The models of which an example can show something.
    pub(super) shown: BTreeSet<&'a ModelKey>,
    /// The fields that must be set before an operation is sent, with the models that have them.
    needed: BTreeSet<(&'a ModelKey, &'a str)>,
}

impl<'a> Book<'a> {
    pub(super) fn new(ir: &'a Ir, names: &'a Names) -> Self {
        let mut homes = BTreeMap::new();
        let mut groups: Vec<_> = ir.apis.values().collect();
        groups.sort_by_key(|api| api.protocol);
        for api in groups {
            settle(ir, api, &mut homes);
        }
        for (key, _) in ir.models.iter().filter(|(_, model)| model.products.is_empty()) {
            homes.insert(key, None);
        }
        let mut models: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (key, home) in &homes {
            models.entry(*home).or_default().push(*key);
        }
        let shown = ir.models.iter().filter(|(key, model)| is_shown(key, model, &ir.samples));
        let shown = shown.map(|(key, _)| key).collect();
        let needed = ir.operations().flat_map(|operation| needed(ir, operation)).collect();
        Self { ir, names, homes, models, shown, needed }
    }

    /// Whether a field of a model is required: by the documents, or by the checks of an operation.
    pub(super) fn requires(&self, key: &ModelKey, field: &Field) -> bool {
        field.required || self.needed.contains(&(key, &field.wire))
    }

    /// The page of a group, named as in the official SDKs.
    pub(super) fn page(&self, tag: &str) -> String {
        format!("{}.md", self.names.page(tag))
    }

    /// The page of a product family. No group has a page of such a name: theirs are types.
    pub(super) fn family(&self, product: &str) -> String {
        format!("family-{}.md", self.names.product(product).as_str().replace('_', "-"))
    }

    /// The groups of a product family.
    pub(super) fn apis_of(&self, product: &str) -> impl Iterator<Item = &'a Api> {
        self.ir.apis.values().filter(move |api| api.product == product)
    }

    /// Where a model is described, seen from the page of a group or of the unused models.
    pub(super) fn link(&self, key: &ModelKey, from: Option<&str>) -> String {
        let name = self.names.model(key).as_str();
        let home = self.homes.get(key).copied().flatten();
        let page = if home == from {
            String::new()
        } else {
            home.map_or_else(|| UNUSED.to_owned(), |tag| self.page(tag))
        };
        format!("[`{name}`]({page}#{name})")
    }
}

/// Gives the models that a group reaches, and that have no page yet, their place on its page.
fn settle<'a>(ir: &'a Ir, api: &'a Api, homes: &mut BTreeMap<&'a ModelKey, Option<&'a str>>) {
    let mut todo: Vec<_> = api.operations.values().flat_map(Operation::models).collect();
    while let Some(key) = todo.pop() {
        if homes.contains_key(key) {
            continue;
        }
        homes.insert(key, Some(&api.tag));
        todo.extend(ir.models[key].fields.values().filter_map(|field| field.ty.model()));
    }
}

/// The fields that the checks of an operation require, with the models that have them.
fn needed<'a>(
    ir: &'a Ir,
    operation: &'a Operation,
) -> impl Iterator<Item = (&'a ModelKey, &'a str)> {
    let body = operation.models().next().filter(|_| matches!(operation.body, Body::Json(_)));
    let required = operation.checks.iter().filter(|check| check.rule == Rule::Required);
    let paths = required.flat_map(|check| &check.fields);
    paths.filter_map(move |path| {
        let (holders, wire) = path.rsplit_once('.').unwrap_or(("", path));
        let holders = holders.split('.').filter(|holder| !holder.is_empty());
        let holder = holders
            .fold(body, |key, holder| ir.models.get(key?)?.fields.get(holder)?.ty.model())?;
        ir.models.get(holder)?.fields.contains_key(wire).then_some((holder, wire))
    })
}

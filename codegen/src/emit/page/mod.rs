//! Pages: one per API group with its models, the list of all operations, and the error codes.

mod code;
mod codes;
mod example;
mod group;
mod index;
mod model;
mod operation;
mod protocol;
mod types;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::ir::{Api, Body, Ir, ModelKey, Operation, Response};
use crate::names::Names;
use crate::prose;

/// The page of all operations, which is shown for the folder.
const INDEX: &str = "README.md";
/// The first page of the repository.
const README: &str = "../../../README.md";
/// The page of the platform's error codes.
const CODES: &str = "error-codes.md";
/// The page of the models that no operation uses.
const UNUSED: &str = "models.md";

/// The pages by path below their folder.
pub(super) fn pages(ir: &Ir, names: &Names) -> Vec<(String, askama::Result<String>)> {
    let book = Book::new(ir, names);
    let mut pages: Vec<_> =
        (ir.apis.par_iter()).map(|(tag, api)| (book.page(tag), group::page(&book, api))).collect();
    pages.push((INDEX.to_owned(), index::page(&book)));
    pages.push((CODES.to_owned(), codes::page(&book)));
    if book.models.contains_key(&None) {
        pages.push((UNUSED.to_owned(), model::unused(&book)));
    }
    for text in pages.iter_mut().filter_map(|(_, page)| page.as_mut().ok()) {
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    pages
}

/// What every page needs to know.
struct Book<'a> {
    ir: &'a Ir,
    names: &'a Names,
    /// The group whose page describes a model; none for a model that no operation uses.
    homes: BTreeMap<&'a ModelKey, Option<&'a str>>,
    /// The models that each page describes.
    models: BTreeMap<Option<&'a str>, Vec<&'a ModelKey>>,
    /// The models of which an example can show something.
    shown: BTreeSet<&'a ModelKey>,
}

impl<'a> Book<'a> {
    fn new(ir: &'a Ir, names: &'a Names) -> Self {
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
        let shown = ir.models.iter().filter(|(_, model)| value::is_shown(model, &ir.samples));
        let shown = shown.map(|(key, _)| key).collect();
        Self { ir, names, homes, models, shown }
    }

    /// The page of a group, named as in the official SDKs.
    fn page(&self, tag: &str) -> String {
        format!("{}.md", self.names.api_type(tag).as_str())
    }

    /// Where a model is described, seen from the page of a group or of the unused models.
    fn link(&self, key: &ModelKey, from: Option<&str>) -> String {
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
    let mut todo: Vec<_> = api.operations.values().flat_map(models).collect();
    while let Some(key) = todo.pop() {
        if homes.contains_key(key) {
            continue;
        }
        homes.insert(key, Some(&api.tag));
        todo.extend(ir.models[key].fields.values().filter_map(|field| field.ty.model()));
    }
}

/// The models that an operation names.
fn models(operation: &Operation) -> impl Iterator<Item = &ModelKey> {
    let body = match &operation.body {
        Body::Json(ty) | Body::Multipart { data: Some(ty), .. } => ty.model(),
        _ => None,
    };
    let response = match &operation.response {
        Response::Json(ty) | Response::Events(ty) => ty.model(),
        _ => None,
    };
    body.into_iter().chain(response)
}

/// Code for a cell of a table.
fn cell(text: &str) -> String {
    prose::code(text).replace('|', r"\|")
}

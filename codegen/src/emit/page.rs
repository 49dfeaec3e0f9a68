//! Pages: the list of all operations.

use askama::Template;

use crate::ir::{Api, Ir, Operation, Protocol};
use crate::names::Names;
use crate::prose;

#[derive(Template)]
#[template(path = "operations.md", escape = "none")]
struct Operations<'a> {
    count: usize,
    /// How many of them are v3 operations.
    rest: usize,
    products: Vec<Product<'a>>,
}

struct Product<'a> {
    title: String,
    feature: &'a str,
    operations: Vec<Row<'a>>,
}

struct Row<'a> {
    api: &'a str,
    accessor: String,
    method: &'a str,
    request: String,
    title: String,
}

pub(super) fn operations(ir: &Ir, names: &Names) -> askama::Result<String> {
    let products = ir
        .products
        .iter()
        .map(|(key, product)| Product {
            title: prose::line(&product.title),
            feature: names.feature(key),
            operations: rows(ir, names, key),
        })
        .collect();
    let rest = ir.apis_of(Protocol::V3).map(|api| api.operations.len()).sum();
    Operations { count: ir.operations().count(), rest, products }.render()
}

fn rows<'a>(ir: &'a Ir, names: &'a Names, product: &str) -> Vec<Row<'a>> {
    ir.apis
        .values()
        .filter(|api| api.product == product)
        .flat_map(|api| api.operations.values().map(move |operation| (api, operation)))
        .map(|(api, operation)| Row {
            api: names.api_type(&api.tag).as_str(),
            accessor: accessor(api, names),
            method: names.method(&operation.id).as_str(),
            request: request(api.protocol, operation).replace('|', r"\|"),
            title: prose::line(&operation.title),
        })
        .collect()
}

/// The way from the client to a group.
fn accessor(api: &Api, names: &Names) -> String {
    let gateway = if api.protocol == Protocol::V2 { "v2()." } else { "" };
    format!("{gateway}{}", names.accessor(&api.tag).as_str())
}

fn request(protocol: Protocol, operation: &Operation) -> String {
    match protocol {
        Protocol::V3 => prose::code(&format!("{} {}", operation.method.wire(), operation.path)),
        other => super::request(other, operation),
    }
}

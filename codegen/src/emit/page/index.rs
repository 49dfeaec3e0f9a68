//! The list of all operations, by product family.

use askama::Template;

use super::{Book, CODES, cell, request};
use crate::emit::brief;
use crate::ir::{Api, Protocol};
use crate::prose;

#[derive(Template)]
#[template(path = "operations.md", escape = "none")]
struct Index<'a> {
    operations: usize,
    groups: usize,
    codes: &'static str,
    products: Vec<Product<'a>>,
}

struct Product<'a> {
    title: String,
    feature: &'a str,
    operations: Vec<Row<'a>>,
}

struct Row<'a> {
    id: String,
    about: String,
    page: String,
    accessor: &'a str,
    method: &'a str,
    request: String,
}

pub(super) fn page(book: &Book<'_>) -> askama::Result<String> {
    let products = (book.ir.products.iter())
        .map(|(key, product)| Product {
            title: prose::line(&product.title),
            feature: book.names.feature(key),
            operations: (book.ir.apis_of(Protocol::V3))
                .filter(|api| api.product == *key)
                .flat_map(|api| rows(book, api))
                .collect(),
        })
        .filter(|product: &Product<'_>| !product.operations.is_empty())
        .collect();
    let groups = || book.ir.apis_of(Protocol::V3);
    let operations = groups().map(|api| api.operations.len()).sum();
    Index { operations, groups: groups().count(), codes: CODES, products }.render()
}

fn rows<'a>(book: &'a Book<'_>, api: &'a Api) -> impl Iterator<Item = Row<'a>> {
    api.operations.values().map(|operation| Row {
        id: cell(&operation.id),
        about: brief(operation),
        page: book.page(&api.tag),
        accessor: book.names.accessor(&api.tag).as_str(),
        method: book.names.method(&operation.id).as_str(),
        request: request(operation),
    })
}

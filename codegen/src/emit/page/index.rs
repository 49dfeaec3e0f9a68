//! The list of all operations, by product family.

use askama::Template;

use super::book::{Book, CODES};
use super::cell::cell;
use super::protocol::names_of;
use crate::emit::description::brief;
use crate::ir::{Api, Protocol};
use crate::prose;

#[derive(Template)]
#[template(path = "index.md", escape = "none")]
struct Index<'a> {
    operations: usize,
    groups: usize,
    /// How many operations other protocols have.
    others: usize,
    codes: &'static str,
    products: Vec<Product<'a>>,
}

struct Product<'a> {
    title: String,
    feature: &'a str,
    /// The type of the client, where it is not `Client`.
    client: &'static str,
    operations: Vec<Row<'a>>,
}

struct Row<'a> {
    id: String,
    about: String,
    page: String,
    accessor: String,
    method: &'a str,
    request: String,
}

pub(super) fn page(book: &Book<'_>) -> askama::Result<String> {
    let mut products: Vec<_> = book.ir.products.iter().collect();
    products.sort_by_key(|(_, product)| product.protocol);
    let products = (products.into_iter())
        .map(|(key, product)| Product {
            title: prose::line(&product.title),
            feature: book.names.feature(key),
            client: names_of(product.protocol).other_client,
            operations: (book.ir.apis.values())
                .filter(|api| api.product == *key)
                .flat_map(|api| rows(book, api))
                .collect(),
        })
        .filter(|product: &Product<'_>| !product.operations.is_empty())
        .collect();
    let groups = || book.ir.apis_of(Protocol::V3);
    let operations = groups().map(|api| api.operations.len()).sum();
    let others = book.ir.operations().count() - operations;
    Index { operations, groups: groups().count(), others, codes: CODES, products }.render()
}

fn rows<'a>(book: &'a Book<'_>, api: &'a Api) -> impl Iterator<Item = Row<'a>> {
    let protocol = names_of(api.protocol);
    api.operations.values().map(move |operation| Row {
        id: cell(&operation.id),
        about: brief(operation),
        page: book.page(&api.tag),
        accessor: protocol.accessor(book.names.accessor(&api.tag).as_str()),
        method: book.names.method(&operation.id).as_str(),
        request: protocol.request(operation),
    })
}

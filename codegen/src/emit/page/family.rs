//! A product family: all its operations.

use askama::Template;

use super::book::{Book, FEATURES, INDEX, README};
use super::cell::cell;
use super::protocol::names_of;
use crate::emit::description::brief;
use crate::ir::{Api, Product, Protocol};
use crate::prose;

#[derive(Template)]
#[template(path = "family.md", escape = "none")]
struct Family<'a> {
    title: String,
    feature: &'a str,
    /// The type of the client, where it is not `Client`.
    client: &'static str,
    /// Whether the feature is one of all products.
    is_product: bool,
    features: &'static str,
    operations: Vec<Row<'a>>,
    index: &'static str,
    readme: &'static str,
}

struct Row<'a> {
    id: String,
    about: String,
    page: String,
    accessor: String,
    method: &'a str,
    request: String,
}

/// A page per family, by path.
pub(super) fn pages(book: &Book<'_>) -> Vec<(String, askama::Result<String>)> {
    let products = book.ir.products.iter();
    products.map(|(key, product)| (book.family(key), page(book, key, product))).collect()
}

fn page(book: &Book<'_>, key: &str, product: &Product) -> askama::Result<String> {
    Family {
        title: prose::line(&product.title),
        feature: book.names.feature(key),
        client: names_of(product.protocol).other_client,
        is_product: product.protocol == Protocol::V3,
        features: FEATURES,
        operations: book.apis_of(key).flat_map(|api| rows(book, api)).collect(),
        index: INDEX,
        readme: README,
    }
    .render()
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

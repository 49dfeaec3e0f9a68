//! An API group: its operations, and the models that have their place here.

use askama::Template;

use super::book::Book;
use super::model::{self, Model};
use super::operation::{self, Section};
use super::protocol::names_of;
use crate::emit::description::brief;
use crate::ir::Api;
use crate::prose;

#[derive(Template)]
#[template(path = "group.md", escape = "none")]
struct Group<'a> {
    name: &'a str,
    tag: String,
    product: String,
    family: String,
    feature: &'a str,
    /// What leads from the client to the group.
    accessor: String,
    /// The type of the client, where it is not `Client`.
    client: &'static str,
    server: String,
    rows: Vec<Row<'a>>,
    sections: Vec<Section<'a>>,
    models: Vec<Model<'a>>,
}

struct Row<'a> {
    method: &'a str,
    request: String,
    about: String,
}

pub(super) fn page(book: &Book<'_>, api: &Api) -> askama::Result<String> {
    let operations = || api.operations.values();
    let protocol = names_of(api.protocol);
    let rows = operations().map(|operation| Row {
        method: book.names.method(&operation.id).as_str(),
        request: protocol.request(operation),
        about: brief(operation),
    });
    Group {
        name: book.names.api_type(&api.tag).as_str(),
        tag: prose::code(&api.tag),
        product: prose::line(&book.ir.products[&api.product].title),
        family: book.family(&api.product),
        feature: book.names.feature(&api.product),
        accessor: protocol.accessor(book.names.accessor(&api.tag).as_str()),
        client: protocol.other_client,
        server: book.ir.servers.get(&api.protocol).map(|url| prose::code(url)).unwrap_or_default(),
        rows: rows.collect(),
        sections: operations().map(|operation| operation::section(book, api, operation)).collect(),
        models: model::of_page(book, Some(&api.tag)),
    }
    .render()
}

//! The example of an operation: a whole program. `tests/pages` compiles what the pages show.

use askama::Template;

use super::book::Book;
use super::code::{Call, Code, import, statement};
use super::protocol::names_of;
use super::value::Writer;
use crate::ir::{Api, Body, Carrier, Field, Idempotency, Operation, Protocol, Response, Type};

#[derive(Template)]
#[template(path = "example.rs", escape = "none")]
pub(super) struct Example<'a> {
    imports: Vec<String>,
    /// The arguments that need a variable, then the call.
    statements: Vec<String>,
    response: Shown<'a>,
    protocol: Protocol,
    carrier: Carrier,
    writes: bool,
}

/// What an example prints of the response.
enum Shown<'a> {
    Status,
    Length,
    Events,
    All,
    Field(&'a str),
}

pub(super) fn example<'a>(book: &'a Book<'_>, api: &Api, operation: &Operation) -> Example<'a> {
    let (id, names) = (&operation.id, book.names);
    let mut writer = Writer::new(book, id);
    let mut arguments: Vec<_> =
        operation.path_parameters.iter().map(|field| writer.argument(field)).collect();
    let mut variables = Vec::new();
    let mut types = Vec::new();
    if !operation.query.is_empty() {
        types.push(names.params(id).as_str());
        variables.push(("params", writer.params(operation)));
        arguments.push("&params".to_owned());
    }
    match &operation.body {
        Body::Empty => {}
        Body::Json(ty) => {
            variables.push(("body", writer.body(ty)));
            arguments.push("&body".to_owned());
        }
        Body::Multipart { data, files } => {
            types.push(names.parts(id).as_str());
            variables.push(("parts", writer.parts(id, data.as_ref(), files)));
            arguments.push("parts".to_owned());
        }
    }
    let mut calls = calls(book, api, operation, arguments.join(", "));
    let carrier = operation.by_gateway.unwrap_or(operation.carrier);
    if carrier.has_page() {
        calls.push(Call::short("return_url", r#""https://shop.example/paid""#));
    }
    if carrier != Carrier::Server {
        calls.push(Call::short("notify_url", r#""https://shop.example/notify""#));
    }
    variables.push(("call", Code::Chain("client".to_owned(), calls)));
    Example {
        imports: imports(&writer, &types, api.protocol),
        statements: variables.iter().map(|(name, value)| statement(name, value)).collect(),
        response: shown(book, operation),
        protocol: api.protocol,
        carrier,
        writes: carrier == Carrier::Server && operation.idempotency != Idempotency::Always,
    }
}

/// What leads from the client to the call.
fn calls(book: &Book<'_>, api: &Api, operation: &Operation, arguments: String) -> Vec<Call> {
    let (id, names) = (&operation.id, book.names);
    let gateway = match operation.by_gateway {
        Some(_) => names_of(Protocol::V2).gateway,
        None => names_of(api.protocol).gateway,
    };
    let to_gateway = (!gateway.is_empty()).then(|| Call::short(gateway, ""));
    let named = match operation.by_gateway {
        Some(_) => [Call::short("untyped", format!("{id:?}")), Call::short("json", arguments)],
        None => [
            Call::short(names.accessor(&api.tag).as_str(), ""),
            Call::short(names.method(id).as_str(), arguments),
        ],
    };
    to_gateway.into_iter().chain(named).collect()
}

/// The `use` lines, in the order of rustfmt; `types` are those of the operation itself.
fn imports(writer: &Writer<'_>, types: &[&str], protocol: Protocol) -> Vec<String> {
    let models: Vec<_> = writer.models.iter().copied().collect();
    let none: &[&str] = &[];
    let (first, last, top) = match protocol {
        Protocol::Top => (none, none, &["TopClient"][..]),
        _ if writer.files => (none, &["Client", "FilePart"][..], none),
        _ => (&["Client"][..], none, none),
    };
    [("", first), ("::model", &models), ("::operation", types), ("::top", top), ("", last)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(module, names)| import(&format!("alipay_sdk{module}"), names))
        .collect()
}

/// Of a model the most telling field.
fn shown<'a>(book: &'a Book<'_>, operation: &Operation) -> Shown<'a> {
    match &operation.response {
        Response::Empty => Shown::Status,
        Response::Binary => Shown::Length,
        Response::Events(_) => Shown::Events,
        Response::Json(Type::Model(key)) => {
            let rank = |field: &&Field| {
                book.ir.samples.get(&field.wire).map_or(usize::MAX, |sample| sample.rank)
            };
            let field = book.ir.models[key].fields.values().min_by_key(rank);
            field.map_or(Shown::All, |field| {
                Shown::Field(book.names.field(key, &field.wire).as_str())
            })
        }
        Response::Json(_) => Shown::All,
    }
}

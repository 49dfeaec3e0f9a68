//! An operation: everything that the page of its group says of it.

use askama::Template;

use super::book::{Book, CODES, INDEX, README};
use super::cell::cell;
use super::example::{self, Example};
use super::model::described;
use super::protocol::names_of;
use super::types;
use crate::ir::{Api, Body, Carrier, Field, Method, Operation, Protocol, Response};
use crate::prose;

#[derive(Template)]
#[template(path = "operation.md", escape = "none")]
pub(super) struct Section<'a> {
    /// By which it is called.
    protocol: Protocol,
    carrier: Carrier,
    /// Whether the gateway serves it in place of its own path.
    by_gateway: bool,
    group: &'a str,
    method: &'a str,
    description: String,
    title: String,
    deprecated: Option<String>,
    id: String,
    signature: String,
    example: Example<'a>,
    parameters: Vec<Parameter>,
    returns: String,
    content_type: &'static str,
    status: &'a str,
    signed: bool,
    advised: Vec<(String, String)>,
    other_codes: String,
    mendable: String,
    index: &'static str,
    readme: &'static str,
    codes: &'static str,
}

/// A row of the table of parameters.
struct Parameter {
    name: String,
    argument: String,
    ty: String,
    description: String,
    required: bool,
}

pub(super) fn section<'a>(book: &'a Book<'_>, api: &Api, operation: &'a Operation) -> Section<'a> {
    let (advised, other_codes) = codes(book, operation);
    Section {
        protocol: if operation.by_gateway.is_some() { Protocol::V2 } else { api.protocol },
        carrier: operation.by_gateway.unwrap_or(operation.carrier),
        by_gateway: operation.by_gateway.is_some(),
        group: book.names.api_type(&api.tag).as_str(),
        method: book.names.method(&operation.id).as_str(),
        description: prose::lines(&operation.description).join("\n"),
        title: prose::line(&operation.title),
        deprecated: operation.deprecated.as_deref().map(prose::line),
        id: prose::code(&operation.id),
        signature: signature(book, api.protocol, operation),
        example: example::example(book, api, operation),
        parameters: parameters(book, api, operation),
        returns: returns(book, api, operation),
        content_type: content_type(operation),
        status: &operation.status,
        signed: !matches!(operation.response, Response::Binary | Response::Events(_)),
        advised,
        other_codes,
        mendable: listed(&operation.mendable),
        index: INDEX,
        readme: README,
        codes: CODES,
    }
}

/// The method as Rust declares it.
fn signature(book: &Book<'_>, protocol: Protocol, operation: &Operation) -> String {
    let (id, names) = (&operation.id, book.names);
    let mut arguments = vec!["&self".to_owned()];
    arguments.extend(operation.path_parameters.iter().map(|field| {
        format!("{}: impl std::fmt::Display", names.argument(id, &field.wire).as_str())
    }));
    if !operation.query.is_empty() {
        arguments.push(format!("params: &{}", names.params(id).as_str()));
    }
    match &operation.body {
        Body::Empty => {}
        Body::Json(ty) => arguments.push(format!("body: &{}", types::plain(ty, book))),
        Body::Multipart { .. } => arguments.push(format!("parts: {}", names.parts(id).as_str())),
    }
    let (method, marker) = (names.method(id).as_str(), names.operation(id).as_str());
    let module = names_of(protocol).module;
    let line = format!("fn {method}({}) -> {module}Call<{marker}>", arguments.join(", "));
    if line.len() <= 100 {
        return line;
    }
    format!("fn {method}(\n    {},\n) -> {module}Call<{marker}>", arguments.join(",\n    "))
}

/// All that can be given, in the order of the arguments.
fn parameters(book: &Book<'_>, api: &Api, operation: &Operation) -> Vec<Parameter> {
    let (id, names) = (&operation.id, book.names);
    let page = Some(api.tag.as_str());
    let whole = match api.protocol {
        Protocol::V3 => "The JSON body.",
        Protocol::V2 => "The parameter `biz_content`, as JSON.",
        Protocol::Top => "Each field is a parameter; an object is sent as its JSON text.",
    };
    let field = |field: &Field, argument: String| Parameter {
        name: cell(&field.wire),
        argument,
        ty: types::linked(&field.ty, book, page),
        description: described(field),
        required: field.required,
    };
    let part = |wire: &str, ty, description, required| Parameter {
        name: cell(wire),
        argument: format!("`parts.{}`", names.part(id, wire).as_str()),
        ty,
        description,
        required,
    };
    let mut rows: Vec<_> = (operation.path_parameters.iter())
        .map(|path| field(path, format!("`{}`", names.argument(id, &path.wire).as_str())))
        .collect();
    rows.extend(
        operation.query.iter().map(|query| {
            field(query, format!("`params.{}`", names.param(id, &query.wire).as_str()))
        }),
    );
    match &operation.body {
        Body::Empty => {}
        Body::Json(ty) => rows.push(Parameter {
            name: "(body)".to_owned(),
            argument: "`body`".to_owned(),
            ty: types::linked(ty, book, page),
            description: whole.to_owned(),
            required: true,
        }),
        Body::Multipart { data, files } => {
            rows.extend(data.iter().map(|ty| {
                let ty = types::linked(ty, book, page);
                part("data", ty, "The JSON part.".to_owned(), false)
            }));
            rows.extend(files.iter().map(|file| {
                let description = prose::line(&file.description);
                part(&file.wire, "`FilePart`".to_owned(), description, file.required)
            }));
        }
    }
    rows
}

fn returns(book: &Book<'_>, api: &Api, operation: &Operation) -> String {
    match &operation.response {
        Response::Empty => "`NoContent`: a status without a body".to_owned(),
        Response::Binary => "`UnsignedFile`: the bytes of a file".to_owned(),
        Response::Events(ty) => {
            format!("`EventStream` of {}", types::linked(ty, book, Some(&api.tag)))
        }
        Response::Json(ty) => types::linked(ty, book, Some(&api.tag)),
    }
}

fn content_type(operation: &Operation) -> &'static str {
    match (&operation.body, operation.method) {
        (Body::Multipart { .. }, _) => "multipart/form-data",
        (Body::Empty, Method::Get) => "",
        _ => "application/json",
    }
}

/// The documented codes: those with what to do, and the names of all others.
fn codes(book: &Book<'_>, operation: &Operation) -> (Vec<(String, String)>, String) {
    let (mut advised, mut others) = (Vec::new(), Vec::new());
    for code in &operation.error_codes {
        match &book.ir.error_codes[code].advice {
            Some(advice) => advised.push((cell(code), prose::line(advice))),
            None => others.push(code),
        }
    }
    (advised, listed(others))
}

/// Codes as a list in prose.
fn listed<'c>(codes: impl IntoIterator<Item = &'c String>) -> String {
    codes.into_iter().map(|code| prose::code(code)).collect::<Vec<_>>().join(", ")
}

//! The words for types, models and protocols.

use crate::ir::{Body, ModelKey, Protocol, Response, Type};

/// A type in words.
pub(super) fn ty(of: &Type) -> String {
    match of {
        Type::Text => "text".to_owned(),
        Type::Integer => "whole number".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Json => "untyped JSON".to_owned(),
        Type::Model(key) => model(key),
        Type::List(item) => format!("list of {}", ty(item)),
        Type::Map(value) => format!("map from text to {}", ty(value)),
    }
}

/// The name of a schema, or the way to an inline one.
pub(crate) fn model(key: &ModelKey) -> String {
    key.inside.iter().fold(key.root.clone(), |way, part| format!("{way}.{part}"))
}

/// The body; the parts of a form are things of their own.
pub(super) fn body(body: &Body) -> String {
    match body {
        Body::Empty => "nothing".to_owned(),
        Body::Json(json) => ty(json),
        Body::Multipart { .. } => "form".to_owned(),
    }
}

/// What comes back.
pub(super) fn response(response: &Response) -> String {
    match response {
        Response::Empty => "nothing".to_owned(),
        Response::Json(json) => ty(json),
        Response::Events(event) => format!("events of {}", ty(event)),
        Response::Binary => "file".to_owned(),
    }
}

/// The name of a protocol.
pub(super) fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V3 => "v3",
        Protocol::V2 => "v2",
        Protocol::Top => "TOP",
    }
}

/// A number of things, for instance `1 field` or `2 fields`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A text, unless it is empty.
pub(super) fn text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

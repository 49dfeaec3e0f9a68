//! The words of the inventory in `inventory/`. `cargo xtask import` writes it with them, and
//! `tests/surface.rs` holds the documents and the generated code against it.

use alipay_codegen::ir::{Body, ModelKey, Response, Type};

/// What an operation sends; the parts of a form have lines of their own.
pub fn body(body: &Body) -> String {
    match body {
        Body::Empty => "none".to_owned(),
        Body::Json(json) => format!("json {}", ty(json)),
        Body::Multipart { .. } => "multipart".to_owned(),
    }
}

/// What comes back.
pub fn response(response: &Response) -> String {
    match response {
        Response::Empty => "none".to_owned(),
        Response::Json(json) => ty(json),
        Response::Events(event) => format!("events {}", ty(event)),
        Response::Binary => "file".to_owned(),
    }
}

/// A type.
pub fn ty(of: &Type) -> String {
    let scalar = match of {
        Type::Model(key) => return model(key),
        Type::List(item) => return format!("[{}]", ty(item)),
        Type::Map(value) => return format!("{{{}}}", ty(value)),
        Type::Text => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Json => "object",
    };
    scalar.to_owned()
}

/// The schema, and the way inside it for an inline one.
pub fn model(key: &ModelKey) -> String {
    key.inside.iter().fold(key.root.clone(), |way, part| format!("{way}/{part}"))
}

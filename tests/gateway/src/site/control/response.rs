//! Responses of control.

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::input::Mistake;
use crate::site::route;

/// The content of a response, or the mistake in its request.
pub(super) type Handled = Result<Value, Mistake>;

/// An empty object.
pub(super) fn done() -> Value {
    json!({})
}

pub(super) fn ok(content: &Value) -> Response<Vec<u8>> {
    json_response(StatusCode::OK, content)
}

pub(super) fn mistake(status: StatusCode, mistake: &Mistake) -> Response<Vec<u8>> {
    json_response(status, &json!({ "error": mistake.0 }))
}

fn json_response(status: StatusCode, content: &Value) -> Response<Vec<u8>> {
    route::response(status, "application/json", format!("{content}\n"))
}

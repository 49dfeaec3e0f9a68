//! Responses of control.

use http::Response;
use serde_json::{Value, json};

use super::input::Mistake;
use crate::site::route;

/// The content of the response to a request that may hold a mistake.
pub(super) type Handled = Result<Value, Mistake>;

/// There is nothing to say.
pub(super) fn done() -> Value {
    json!({})
}

pub(super) fn ok(content: &Value) -> Response<Vec<u8>> {
    json_response(200, content)
}

pub(super) fn mistake(status: u16, mistake: &Mistake) -> Response<Vec<u8>> {
    json_response(status, &json!({ "error": mistake.0 }))
}

fn json_response(status: u16, content: &Value) -> Response<Vec<u8>> {
    route::response(status, "application/json", format!("{content}\n"))
}

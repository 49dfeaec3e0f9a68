//! Responses of control.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::input::Mistake;

/// What comes of a request that may hold a mistake.
pub(super) type Handled = Result<Response, Mistake>;

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        json_response(StatusCode::BAD_REQUEST, &json!({ "error": self.0 }))
    }
}

pub(super) fn done() -> Response {
    ok(&json!({}))
}

pub(super) fn ok(content: &Value) -> Response {
    json_response(StatusCode::OK, content)
}

fn json_response(status: StatusCode, content: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{content}\n")).into_response()
}

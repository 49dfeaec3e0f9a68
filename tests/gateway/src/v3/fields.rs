//! Query parameters, JSON and files of a request against the documents.

use alipay_codegen::ir::{Body, Operation, Type};
use serde_json::{Value, json};

use super::body::SignedBody;
use crate::catalog::Catalog;
use crate::rejection::{Detail, Rejection};
use crate::schema;

/// The body as JSON; null without one.
pub(super) fn check(
    catalog: &Catalog,
    operation: &Operation,
    query: &[(String, String)],
    text: Option<&str>,
    body: &SignedBody,
) -> Result<Value, Rejection> {
    let mut details = Vec::new();
    for parameter in &operation.query {
        for (_, value) in query.iter().filter(|(name, _)| *name == parameter.wire) {
            check_parameter(&parameter.wire, &parameter.ty, value, &mut details);
        }
    }
    let mut json = match text {
        None => Value::Null,
        Some(text) => serde_json::from_str(text).map_err(|error| {
            Rejection::new(400, "illegal-json", "非法的JSON").expected(format!("JSON: {error}"))
        })?,
    };
    schema::drop_nulls(&mut json);
    details.extend(check_body(catalog, operation, &json, body));
    if details.is_empty() {
        return Ok(json);
    }
    Err(Rejection::new(400, "invalid-parameter", "参数无效").details(details))
}

fn check_body(
    catalog: &Catalog,
    operation: &Operation,
    json: &Value,
    body: &SignedBody,
) -> Vec<Detail> {
    let whole = |issue: &str| vec![Detail::new("", "body", issue)];
    match (&operation.body, body.multipart) {
        (Body::Empty | Body::Json(_), false) if json.is_null() => Vec::new(),
        (Body::Json(ty), false) => schema::mismatches(catalog, ty, json),
        (Body::Multipart { data, files }, true) => {
            let mut details = match data {
                Some(ty) if !json.is_null() => schema::mismatches(catalog, ty, json),
                // Without fields, the Node SDK sends the part as an empty object.
                None if !json.is_null() && *json != json!({}) => {
                    vec![Detail::new("data", "part", "this upload has no JSON part")]
                }
                _ => Vec::new(),
            };
            for file in &body.files {
                if !files.iter().any(|documented| documented.wire == file.part) {
                    details.push(Detail::new(&file.part, "part", "this upload has no such file"));
                }
            }
            details
        }
        // Even an upload without any part is sent as multipart.
        (Body::Multipart { .. }, false) => whole("expected multipart/form-data"),
        (Body::Empty, _) => whole("expected no body"),
        (Body::Json(_), true) => whole("expected JSON, not an upload"),
    }
}

/// A query parameter is text on the wire; its type says what the text has to be.
fn check_parameter(name: &str, ty: &Type, value: &str, details: &mut Vec<Detail>) {
    let expected = match ty {
        Type::Integer if value.parse::<i64>().is_err() => "a whole number",
        Type::Number if value.parse::<f64>().is_err() => "a number",
        Type::Boolean if !matches!(value, "true" | "false") => "true or false",
        Type::List(item) => return check_parameter(name, item, value, details),
        _ => return,
    };
    details.push(Detail::new(name, "query", format!("expected {expected}")));
}

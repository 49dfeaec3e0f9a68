//! Parameters and JSON against the documents. What the documents do not name is let through, as the
//! platform does.

use alipay_codegen::ir::{Body, Operation, Type};
use serde_json::Value;

use super::body::Received;
use crate::catalog::Catalog;
use crate::refusal::{Detail, Refusal};

/// The documents.
pub(crate) struct Schema<'a>(pub(crate) &'a Catalog);

impl Schema<'_> {
    /// The body as JSON; null without one.
    pub(crate) fn check(
        &self,
        operation: &Operation,
        query: &[(String, String)],
        text: Option<&str>,
        received: &Received,
    ) -> Result<Value, Refusal> {
        let mut details = Vec::new();
        for parameter in &operation.query {
            for (_, value) in query.iter().filter(|(name, _)| *name == parameter.wire) {
                check_text(&parameter.wire, &parameter.ty, value, &mut details);
            }
        }
        let json = match text {
            None => Value::Null,
            Some(text) => serde_json::from_str(text).map_err(|error| {
                Refusal::new(400, "illegal-json", "非法的JSON").expected(format!("JSON: {error}"))
            })?,
        };
        match (&operation.body, received.multipart) {
            (Body::Empty, false) if json.is_null() => {}
            (Body::Json(_), false) if json.is_null() => {}
            (Body::Json(ty), false) => self.value("", ty, &json, &mut details),
            (Body::Multipart { data, files }, true) => {
                match data {
                    Some(ty) if !json.is_null() => self.value("", ty, &json, &mut details),
                    // Of an upload without fields the Node SDK sends them as an empty object.
                    None if !json.is_null() && json != serde_json::json!({}) => {
                        details.push(detail("data", "part", "this upload has no JSON part"));
                    }
                    _ => {}
                }
                for file in &received.files {
                    if !files.iter().any(|known| known.wire == file.part) {
                        details.push(detail(&file.part, "part", "this upload has no such file"));
                    }
                }
            }
            // An upload without any part is sent as one all the same.
            (Body::Multipart { .. }, false) => {
                details.push(detail("", "body", "expected multipart/form-data"));
            }
            (Body::Empty, _) => details.push(detail("", "body", "expected no body")),
            (Body::Json(_), true) => details.push(detail("", "body", "expected JSON, no upload")),
        }
        if details.is_empty() {
            return Ok(json);
        }
        Err(Refusal::new(400, "invalid-parameter", "参数无效").details(details))
    }

    /// What of a value is not of its type.
    pub(crate) fn details(&self, ty: &Type, value: &Value) -> Vec<Detail> {
        let mut details = Vec::new();
        self.value("", ty, value, &mut details);
        details
    }

    fn value(&self, at: &str, ty: &Type, value: &Value, details: &mut Vec<Detail>) {
        let expected = match (ty, value) {
            (Type::Json, _)
            | (Type::Text, Value::String(_))
            | (Type::Boolean, Value::Bool(_))
            | (Type::Number, Value::Number(_)) => return,
            (Type::Integer, Value::Number(number)) if !number.is_f64() => return,
            (Type::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(&format!("{at}/{index}"), item, value, details);
                }
                return;
            }
            (Type::Map(item), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(&format!("{at}/{name}"), item, value, details);
                }
                return;
            }
            (Type::Model(key), Value::Object(members)) => {
                let Some(model) = self.0.model(key) else { return };
                for (name, value) in members {
                    if let Some(field) = model.fields.get(name) {
                        self.value(&format!("{at}/{name}"), &field.ty, value, details);
                    }
                }
                return;
            }
            (Type::Text, _) => "text",
            (Type::Integer, _) => "a whole number",
            (Type::Number, _) => "a number",
            (Type::Boolean, _) => "true or false",
            (Type::List(_), _) => "a list",
            (Type::Map(_) | Type::Model(_), _) => "an object",
        };
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        details.push(detail(at, "body", &format!("expected {expected}, found {found}")));
    }
}

/// A query parameter is text on the wire; its type says what stands in it.
fn check_text(name: &str, ty: &Type, value: &str, details: &mut Vec<Detail>) {
    let expected = match ty {
        Type::Integer if value.parse::<i64>().is_err() => "a whole number",
        Type::Number if value.parse::<f64>().is_err() => "a number",
        Type::Boolean if !matches!(value, "true" | "false") => "true or false",
        Type::List(item) => return check_text(name, item, value, details),
        _ => return,
    };
    details.push(detail(name, "query", &format!("expected {expected}")));
}

fn detail(field: &str, location: &'static str, issue: &str) -> Detail {
    Detail { field: field.to_owned(), location, issue: issue.to_owned() }
}

//! Responses made up from the documents: the same for the same operation, of the right types.

use std::collections::BTreeMap;

use alipay_codegen::ir::{Field, Operation, Response, Type};
use serde_json::{Map, Value, json};

use crate::catalog::Catalog;
use crate::content::Content;

/// How deep models are filled; below, fields stay absent.
const DEPTH: usize = 4;

/// The response of an operation that the gateway keeps no state for.
pub(crate) fn response(catalog: &Catalog, operation: &Operation) -> Content {
    match &operation.response {
        Response::Empty => Content::Nothing,
        Response::Binary => Content::Bytes(operation.id.clone().into_bytes()),
        Response::Json(ty) => Content::Json(value(catalog, ty, &operation.id, DEPTH)),
        Response::Events(ty) => Content::Events(vec![value(catalog, ty, &operation.id, DEPTH); 3]),
    }
}

/// A sample request of an operation, generated from the documents, and its response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// The values of the path parameters.
    pub path: BTreeMap<String, String>,
    /// The query parameters, as an object.
    pub query: Value,
    /// The JSON body, or the JSON part of an upload. It is `null` when there is none.
    pub body: Value,
    /// A successful response. It is `null` when the operation responds with a status only, or with
    /// a file.
    pub response: Value,
}

impl Sample {
    /// Returns the value of a path parameter.
    pub fn path(&self, name: &str) -> &str {
        self.path.get(name).map(String::as_str).unwrap_or_default()
    }
}

pub(crate) fn sample(catalog: &Catalog, operation: &Operation) -> Sample {
    let made_up = |json: Option<&Type>| {
        json.map_or(Value::Null, |ty| value(catalog, ty, &operation.id, DEPTH))
    };
    let path = operation.path_parameters.iter();
    let query = operation
        .query
        .iter()
        .map(|field| (field.wire.clone(), value(catalog, &field.ty, &field.wire, DEPTH)));
    Sample {
        path: path.map(|field| (field.wire.clone(), sample_text(&field.wire))).collect(),
        query: Value::Object(query.collect()),
        body: made_up(operation.body.json()),
        response: made_up(operation.response.json()),
    }
}

fn value(catalog: &Catalog, ty: &Type, name: &str, depth: usize) -> Value {
    match ty {
        Type::Text => sample_text(name).into(),
        Type::Integer => (number(name) % 1_000).into(),
        Type::Number => json!(f64::from(u32::try_from(number(name) % 10_000).unwrap_or(0)) / 4.0),
        Type::Boolean => number(name).is_multiple_of(2).into(),
        Type::Json => json!({ "of": name }),
        Type::List(item) => {
            let length = if depth == 0 { 0 } else { 2 };
            (0..length).map(|_| value(catalog, item, name, depth.saturating_sub(1))).collect()
        }
        Type::Map(item) => {
            let mut map = Map::new();
            if depth > 0 {
                map.insert("key".to_owned(), value(catalog, item, name, depth - 1));
            }
            map.into()
        }
        Type::Model(key) => {
            let model = catalog.model(key).filter(|_| depth > 0);
            let fields = model.into_iter().flat_map(|model| &model.fields).map(|(wire, field)| {
                (
                    wire.clone(),
                    documented(field).unwrap_or_else(|| value(catalog, &field.ty, wire, depth - 1)),
                )
            });
            Value::Object(fields.collect())
        }
    }
}

/// The first documented value of a text.
fn documented(field: &Field) -> Option<Value> {
    (field.ty == Type::Text).then(|| field.values.first().cloned().map(Value::String))?
}

/// A text that suits its name.
fn sample_text(name: &str) -> String {
    let number = number(name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["amount", "fee", "price", "balance"]) {
        format!("{}.{:02}", number % 1_000, number % 100)
    } else if name.starts_with("gmt_") || ends(&["_time", "_date"]) {
        format!("2026-06-{:02} 12:00:{:02}", number % 28 + 1, number % 60)
    } else if ends(&["_url", "url"]) {
        format!("https://gateway.example/{name}/{}", number % 10_000)
    } else if ends(&["_id", "_no", "id"]) {
        format!("20260616{number:020}")
    } else {
        format!("{name} 测试 {}", number % 1_000)
    }
}

/// A number that belongs to a name (FNV-1a).
fn number(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

//! JSON against the documents. What the documents do not name is let through, as the platform does.
//! A field that is null counts as absent.

use alipay_codegen::ir::Type;
use serde_json::Value;

use crate::catalog::Catalog;
use crate::rejection::Detail;

/// Takes out the fields that are null, at any depth.
pub(crate) fn drop_nulls(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Writes numbers as text where the documents have text.
pub(crate) fn write_numbers(catalog: &Catalog, ty: &Type, json: &mut Value) {
    match (ty, json) {
        (Type::Text, json) => {
            if let Value::Number(number) = json {
                *json = number.to_string().into();
            }
        }
        (Type::List(item), Value::Array(items)) => {
            items.iter_mut().for_each(|value| write_numbers(catalog, item, value));
        }
        (Type::Map(item), Value::Object(fields)) => {
            fields.values_mut().for_each(|value| write_numbers(catalog, item, value));
        }
        (Type::Model(key), Value::Object(fields)) => {
            let Some(model) = catalog.model(key) else { return };
            for (name, value) in fields {
                if let Some(field) = model.fields.get(name) {
                    write_numbers(catalog, &field.ty, value);
                }
            }
        }
        _ => {}
    }
}

/// What of a body is not of its type.
pub(crate) fn mismatches(catalog: &Catalog, ty: &Type, body: &Value) -> Vec<Detail> {
    let mut details = Vec::new();
    collect(catalog, "", ty, body, &mut details);
    details
}

fn collect(catalog: &Catalog, at: &str, ty: &Type, value: &Value, details: &mut Vec<Detail>) {
    let expected = match (ty, value) {
        (Type::Json, _)
        | (Type::Text, Value::String(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::Number, Value::Number(_)) => return,
        (Type::Integer, Value::Number(number)) if !number.is_f64() => return,
        (Type::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                collect(catalog, &format!("{at}/{index}"), item, value, details);
            }
            return;
        }
        (Type::Map(item), Value::Object(fields)) => {
            for (name, value) in fields {
                collect(catalog, &format!("{at}/{name}"), item, value, details);
            }
            return;
        }
        (Type::Model(key), Value::Object(fields)) => {
            let Some(model) = catalog.model(key) else { return };
            for (name, value) in fields {
                if let Some(field) = model.fields.get(name) {
                    collect(catalog, &format!("{at}/{name}"), &field.ty, value, details);
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
    let found = kind(value);
    details.push(Detail::new(at, "body", format!("expected {expected}, found {found}")));
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

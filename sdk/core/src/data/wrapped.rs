//! JSON whose lists are wrapped (`{"devices":{"device":[…]}}`), as Taobao TOP responds with, to
//! model. The model tells where a list is, so the same reader takes lists that are not wrapped.

use std::slice;

use serde::de::DeserializeSeed;

use super::error::DecodeError;
use super::model::{FieldValue, Json, Slot};
use super::read::Fill;

/// Fills a value from JSON whose lists may be wrapped. `wrapped` tells whether they are, for values
/// that have no type in the documents.
///
/// # Errors
/// When the JSON does not have the shape of the value.
pub fn from_wrapped(
    value: &mut dyn FieldValue,
    json: &Json,
    wrapped: bool,
) -> Result<(), DecodeError> {
    if let (Slot::Json(untyped), true) = (value.slot(), wrapped) {
        // A whole response is an object, also when it has one field or none.
        *untyped = match json {
            Json::Object(fields) => object_of(fields),
            other => unwrapped(other),
        };
        return Ok(());
    }
    fill(value, json, wrapped, &mut String::new())
}

fn fill(
    target: &mut dyn FieldValue,
    json: &Json,
    wrapped: bool,
    path: &mut String,
) -> Result<(), DecodeError> {
    match (target.slot(), json) {
        (Slot::Optional(optional), Json::Null) => optional.clear(),
        (Slot::Optional(optional), _) => {
            let inner = optional.fill();
            // XML writes an absent value as an empty element.
            if is_blank(json) && !can_be_blank(inner) {
                optional.clear();
            } else {
                fill(inner, json, wrapped, path)?;
            }
        }
        (Slot::Model(model), Json::Object(fields)) => {
            for (name, value) in fields {
                if let Some(field) = model.field_mut(name) {
                    below_field(path, name, |path| fill(field, value, wrapped, path))?;
                }
            }
        }
        (Slot::Map(map), Json::Object(fields)) => {
            map.clear();
            for (name, value) in fields {
                let entry = map.insert(name.clone());
                below_field(path, name, |path| fill(entry, value, wrapped, path))?;
            }
        }
        (Slot::List(list), _) => {
            list.clear();
            for (index, item) in items(json).iter().enumerate() {
                let place = list.push();
                // As everywhere, an item that is nothing stays empty.
                if !item.is_null() && (!is_blank(item) || can_be_blank(place)) {
                    let index = index.to_string();
                    below(path, &["[", &index, "]"], |path| fill(place, item, wrapped, path))?;
                }
            }
        }
        (Slot::Json(untyped), _) if wrapped => *untyped = unwrapped(json),
        // Scalars, and what is of another shape than documented.
        _ => {
            return Fill(target).deserialize(json).map_err(|error| DecodeError::new(path, &error));
        }
    }
    Ok(())
}

/// Does something one step further down, for errors to name the place.
fn below<T>(path: &mut String, step: &[&str], work: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.extend(step.iter().copied());
    let result = work(path);
    path.truncate(length);
    result
}

/// The same in a field.
fn below_field<T>(path: &mut String, name: &str, work: impl FnOnce(&mut String) -> T) -> T {
    let dot = if path.is_empty() { "" } else { "." };
    below(path, &[dot, name], work)
}

/// An element of XML without anything in it.
fn is_blank(json: &Json) -> bool {
    json.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Whether a blank text says something: itself, or that a list is empty.
fn can_be_blank(value: &mut dyn FieldValue) -> bool {
    matches!(value.slot(), Slot::Text(_) | Slot::Json(_) | Slot::List(_))
}

/// The items of a list, wrapped or not. XML does not tell a list of one item from that item, and an
/// empty list from nothing.
fn items(json: &Json) -> &[Json] {
    match json {
        Json::Array(items) => items,
        Json::Object(wrapper) if wrapper.len() <= 1 => match wrapper.values().next() {
            Some(Json::Array(items)) => items,
            Some(item) => slice::from_ref(item),
            None => &[],
        },
        Json::Null => &[],
        blank if is_blank(blank) => &[],
        item => slice::from_ref(item),
    }
}

/// Untyped JSON with plain lists: where lists are wrapped, an object whose only field is a list is
/// one, and an empty object is an empty one.
fn unwrapped(json: &Json) -> Json {
    match json {
        Json::Object(fields) => {
            let mut values = fields.values();
            match (values.next(), values.next()) {
                (None, _) => Json::Array(Vec::new()),
                (Some(Json::Array(items)), None) => items.iter().map(unwrapped).collect(),
                _ => object_of(fields),
            }
        }
        Json::Array(items) => items.iter().map(unwrapped).collect(),
        scalar => scalar.clone(),
    }
}

fn object_of(fields: &serde_json::Map<String, Json>) -> Json {
    fields.iter().map(|(name, value)| (name.clone(), unwrapped(value))).collect()
}

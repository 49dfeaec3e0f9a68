//! JSON whose lists are wrapped (`{"devices":{"device":[…]}}`), as Taobao TOP answers with, to
//! model. The model tells where a list is, so the same reader takes lists that are not wrapped.

use std::slice;

use serde::de::DeserializeSeed;

use super::read::Fill;
use super::{DecodeError, FieldValue, Json, Slot};

/// Fills a value. `wrapped` says whether lists are wrapped, for what the documents do not type.
///
/// # Errors
/// When the JSON is not of the value's shape.
pub fn from_wrapped(
    value: &mut dyn FieldValue,
    json: &Json,
    wrapped: bool,
) -> Result<(), DecodeError> {
    fill(value, json, wrapped, &mut Vec::new())
}

fn fill(
    value: &mut dyn FieldValue,
    json: &Json,
    wrapped: bool,
    path: &mut Vec<String>,
) -> Result<(), DecodeError> {
    match (value.slot(), json) {
        (Slot::Optional(optional), Json::Null) => optional.clear(),
        (Slot::Optional(optional), _) => fill(optional.fill(), json, wrapped, path)?,
        (Slot::Model(model), Json::Object(members)) => {
            for (name, member) in members {
                if let Some(field) = model.field_mut(name) {
                    path.push(name.clone());
                    fill(field, member, wrapped, path)?;
                    path.pop();
                }
            }
        }
        (Slot::List(list), _) => {
            for (index, item) in items(json).iter().enumerate() {
                path.push(index.to_string());
                fill(list.push(), item, wrapped, path)?;
                path.pop();
            }
        }
        (Slot::Json(untyped), _) if wrapped => *untyped = unwrapped(json),
        // Scalars, and what is of another shape than documented.
        _ => {
            let read = Fill(value).deserialize(json);
            return read.map_err(|error| DecodeError::new(path.join("."), &error));
        }
    }
    Ok(())
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
        Json::String(text) if text.is_empty() => &[],
        item => slice::from_ref(item),
    }
}

/// Untyped JSON with plain lists: where lists are wrapped, an object whose only member is a list is
/// one.
fn unwrapped(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            let mut values = members.values();
            if let (Some(Json::Array(items)), None) = (values.next(), values.next()) {
                return items.iter().map(unwrapped).collect();
            }
            members.iter().map(|(name, member)| (name.clone(), unwrapped(member))).collect()
        }
        Json::Array(items) => items.iter().map(unwrapped).collect(),
        scalar => scalar.clone(),
    }
}

//! Objects of JSON that are read field by field.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

/// The result of the fields of an object.
pub(super) trait FromObject<'de>: Sized {
    /// Takes the fields in the order of the text.
    fn from_object<A: MapAccess<'de>>(fields: A) -> Result<Self, A::Error>;
}

/// Reads a text that is one object, and nothing else.
pub(super) fn read<'de, T: FromObject<'de>>(text: &'de str) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let object = json.deserialize_map(Object(PhantomData))?;
    json.end()?;
    Ok(object)
}

struct Object<T>(PhantomData<T>);

impl<'de, T: FromObject<'de>> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::from_object(fields)
    }
}

//! Model to JSON, or to any other serde format: absent fields are left out.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::model::{FieldValue, Model, View};

/// Returns the JSON text of a value.
///
/// # Errors
/// When a number is not finite, because JSON cannot express it.
pub fn to_json(value: &dyn FieldValue) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written(value.view()))
}

/// Writes a model to any serde format.
///
/// # Errors
/// When the format cannot express a value.
#[inline]
pub fn serialize<M, S>(model: &M, serializer: S) -> Result<S::Ok, S::Error>
where
    M: Model,
    S: Serializer,
{
    Written(View::Model(model)).serialize(serializer)
}

/// A [`View`] that serde can serialize.
pub struct Written<'a>(pub View<'a>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent => serializer.serialize_none(),
            View::Text(text) => serializer.serialize_str(text),
            View::Integer(number) => serializer.serialize_i64(number),
            View::Number(number) if number.is_finite() => serializer.serialize_f64(number),
            View::Number(number) => {
                Err(serde::ser::Error::custom(format!("{number} is not a JSON number")))
            }
            View::Boolean(flag) => serializer.serialize_bool(flag),
            View::Json(json) => json.serialize(serializer),
            View::Model(model) => {
                let fields = model.fields();
                let mut map = serializer.serialize_map(Some(fields.present().count()))?;
                for (name, view) in fields.present() {
                    map.serialize_entry(name, &Written(view))?;
                }
                map.end()
            }
            View::List(list) => {
                let mut sequence = serializer.serialize_seq(None)?;
                for item in list.items() {
                    sequence.serialize_element(&Written(item))?;
                }
                sequence.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, view) in entries.entries() {
                    map.serialize_entry(key, &Written(view))?;
                }
                map.end()
            }
        }
    }
}

//! JSON, or any other serde format, to model.
//!
//! As lenient as the official SDKs where the platform is loose: a number where text is
//! documented is taken as its text when its digits are known, a text where a number or a boolean
//! is documented is parsed, `null` is absence, unknown fields are ignored. No digit is lost, also
//! not in untyped JSON: a number that a float would change is a text there.
//!
//! Any crate of an application may turn on `arbitrary_precision` of serde_json: then numbers with
//! fractions come as maps with one entry.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::error::DecodeError;
use super::model::{FieldValue, List, Map, Model, Optional, Slot};
use super::scalar::{
    BooleanVisitor, IntegerVisitor, NUMBER, NumberVisitor, TextVisitor, expecting, refuse,
};
use super::scan::with_long_numbers_quoted;

/// Fills a value from its JSON text.
///
/// # Errors
/// When the text is not JSON, or does not have the shape of the value.
pub fn from_json(value: &mut dyn FieldValue, text: &[u8]) -> Result<(), DecodeError> {
    let text = &*with_long_numbers_quoted(text);
    let mut json = serde_json::Deserializer::from_slice(text);
    if Fill(value).deserialize(&mut json).and_then(|()| json.end()).is_ok() {
        return Ok(());
    }
    // Once more, to find where it went wrong. Keeping track of the path costs allocations for
    // every field, which most responses can do without.
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut track = serde_path_to_error::Track::new();
    Fill(value)
        .deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track))
        .and_then(|()| json.end())
        .map_err(|error| DecodeError::new(&track.path().to_string(), &error))
}

/// Reads a model from any serde format.
///
/// # Errors
/// When the input does not have the shape of the model.
pub fn deserialize<'de, M, D>(deserializer: D) -> Result<M, D::Error>
where
    M: Model + Default,
    D: Deserializer<'de>,
{
    let mut model = M::default();
    Fill(&mut model).deserialize(deserializer)?;
    Ok(model)
}

/// Fills a value from a deserializer.
pub(super) struct Fill<'a>(pub &'a mut dyn FieldValue);

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0.slot() {
            Slot::Optional(optional) => deserializer.deserialize_option(OptionVisitor(optional)),
            Slot::Text(text) => {
                *text = deserializer.deserialize_any(TextVisitor)?;
                Ok(())
            }
            Slot::Integer(number) => {
                *number = deserializer.deserialize_any(IntegerVisitor)?;
                Ok(())
            }
            Slot::Number(number) => {
                *number = deserializer.deserialize_any(NumberVisitor)?;
                Ok(())
            }
            Slot::Boolean(flag) => {
                *flag = deserializer.deserialize_any(BooleanVisitor)?;
                Ok(())
            }
            Slot::Json(json) => {
                *json = serde::Deserialize::deserialize(deserializer)?;
                Ok(())
            }
            Slot::Model(model) => deserializer.deserialize_any(ModelVisitor(model)),
            Slot::List(list) => deserializer.deserialize_any(ListVisitor(list)),
            Slot::Map(map) => deserializer.deserialize_any(MapVisitor(map)),
        }
    }
}

struct OptionVisitor<'a>(&'a mut dyn Optional);

impl<'de> Visitor<'de> for OptionVisitor<'_> {
    type Value = ();

    expecting!("a value or null");

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Fill(self.0.fill()).deserialize(deserializer)
    }
}

struct ModelVisitor<'a>(&'a mut dyn Model);

impl<'de> Visitor<'de> for ModelVisitor<'_> {
    type Value = ();

    refuse!(text, numbers, boolean);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", self.0.fields().model)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(entry) = map.next_key_seed(FieldOf(self.0))? {
            match entry {
                Entry::Field(field) => map.next_value_seed(Fill(field))?,
                Entry::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
                Entry::Number => return Err(number_for_object()),
            }
        }
        Ok(())
    }
}

/// What an entry of an object is to a model.
enum Entry<'a> {
    Field(&'a mut dyn FieldValue),
    Unknown,
    /// The object is none, but a number that serde_json hands over as one.
    Number,
}

/// A wire name, read as the field that has it, so that the name needs no memory of its own.
struct FieldOf<'a>(&'a mut dyn Model);

impl<'a, 'de> DeserializeSeed<'de> for FieldOf<'a> {
    type Value = Entry<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for FieldOf<'a> {
    type Value = Entry<'a>;

    expecting!("a name");

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        if name == NUMBER {
            return Ok(Entry::Number);
        }
        Ok(self.0.field_mut(name).map_or(Entry::Unknown, Entry::Field))
    }
}

fn number_for_object<E: Error>() -> E {
    E::invalid_type(Unexpected::Other("a number with a fraction"), &"an object")
}

struct ListVisitor<'a>(&'a mut dyn List);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    refuse!(text, numbers, boolean);

    expecting!("a list");

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(()) = sequence.next_element_seed(NextItem(self.0))? {}
        Ok(())
    }
}

struct NextItem<'a>(&'a mut dyn List);

impl<'de> DeserializeSeed<'de> for NextItem<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(OptionVisitor(&mut self))
    }
}

/// An item that is `null` stays empty: it must not make the whole response unreadable.
impl Optional for NextItem<'_> {
    fn clear(&mut self) {
        self.0.push();
    }

    fn fill(&mut self) -> &mut dyn FieldValue {
        self.0.push()
    }
}

struct MapVisitor<'a>(&'a mut dyn Map);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    refuse!(text, numbers, boolean);

    expecting!("an object");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER {
                return Err(number_for_object());
            }
            map.next_value_seed(Fill(self.0.insert(key)))?;
        }
        Ok(())
    }
}

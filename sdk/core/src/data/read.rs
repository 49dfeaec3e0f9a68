//! JSON, or any other serde format, to model.
//!
//! As lenient as the official SDKs where the platform is loose: a number where text is
//! documented is taken as its text when its digits are known, a text where a number or a boolean
//! is documented is parsed, `null` is absence, unknown members are ignored.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use crate::redact;

use super::{FieldValue, List, Map, Model, Optional, Slot};

/// Why an answer could not be read: what was found, and where. The value itself is not repeated:
/// it may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}` (line {line}, column {column}): {problem}")]
#[non_exhaustive]
pub struct DecodeError {
    /// The path to the value inside the answer, for instance `goods_detail[1].price`.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
    /// The line in the answer, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
}

impl DecodeError {
    /// A problem of the text itself.
    #[doc(hidden)]
    pub fn of_text(problem: String, (line, column): (usize, usize)) -> Self {
        Self { path: String::new(), problem, line, column }
    }

    pub(super) fn new(path: String, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
        // The key of a map may be personal, too.
        let path = redact::mask_text(&path).into_owned();
        Self { path, problem: without_values(text), line: error.line(), column: error.column() }
    }
}

/// Leaves the values out of a message such as ``invalid type: string "secret", expected a map``.
fn without_values(text: &str) -> String {
    let (found, expected) = match text.rsplit_once(", expected ") {
        Some((found, expected)) => (found, format!(", expected {expected}")),
        None => (text, String::new()),
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
    format!("{kind}{expected}")
}

/// Fills a value from its JSON text.
///
/// # Errors
/// When the text is not JSON, or not of the value's shape.
pub fn from_json(value: &mut dyn FieldValue, text: &[u8]) -> Result<(), DecodeError> {
    let mut json = serde_json::Deserializer::from_slice(text);
    if Fill(value).deserialize(&mut json).and_then(|()| json.end()).is_ok() {
        return Ok(());
    }
    // Once more, to find where it went wrong. Keeping track of the path costs allocations for
    // every member, which most answers can do without.
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut track = serde_path_to_error::Track::new();
    let read = Fill(value)
        .deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track))
        .and_then(|()| json.end());
    read.map_err(|error| DecodeError::new(track.path().to_string(), &error))
}

/// Reads a model from any serde format.
///
/// # Errors
/// When the input is not of the model's shape.
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

/// Refuses scalars without naming them: serde's own texts quote what they found, and an answer
/// may hold anybody's personal data.
macro_rules! refuse {
    ($($kind:ident),*) => { $(refuse!(@ $kind);)* };
    (@ text) => {
        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other("text"), &self))
        }
    };
    (@ numbers) => {
        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other("a number"), &self))
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other("a number"), &self))
        }

        refuse!(@ fraction);
    };
    (@ fraction) => {
        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other("a number with a fraction"), &self))
        }
    };
    (@ boolean) => {
        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other("true or false"), &self))
        }
    };
}

struct OptionVisitor<'a>(&'a mut dyn Optional);

impl<'de> Visitor<'de> for OptionVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

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
        while let Some(field) = map.next_key_seed(FieldOf(self.0))? {
            match field {
                Some(field) => map.next_value_seed(Fill(field))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A wire name, read as the field that has it, so that the name needs no memory of its own.
struct FieldOf<'a>(&'a mut dyn Model);

impl<'a, 'de> DeserializeSeed<'de> for FieldOf<'a> {
    type Value = Option<&'a mut dyn FieldValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for FieldOf<'a> {
    type Value = Option<&'a mut dyn FieldValue>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.field_mut(name))
    }
}

struct ListVisitor<'a>(&'a mut dyn List);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    refuse!(text, numbers, boolean);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(()) = sequence.next_element_seed(NextItem(self.0))? {}
        Ok(())
    }
}

struct NextItem<'a>(&'a mut dyn List);

impl<'de> DeserializeSeed<'de> for NextItem<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

/// An item that is `null` stays empty: it must not make the whole answer unreadable.
impl<'de> Visitor<'de> for NextItem<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an item or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.push();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Fill(self.0.push()).deserialize(deserializer)
    }
}

struct MapVisitor<'a>(&'a mut dyn Map);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    refuse!(text, numbers, boolean);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(key) = map.next_key::<String>()? {
            map.next_value_seed(Fill(self.0.insert(key)))?;
        }
        Ok(())
    }
}

/// From here on a floating number stands for several whole ones: its digits are not those that
/// were sent.
const EXACT: f64 = 9_007_199_254_740_992.0;

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    /// In the shortest text: `88.80` is read as `88.8`.
    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        if number.abs() < EXACT {
            return Ok(number.to_string());
        }
        Err(E::invalid_value(Unexpected::Other("a number with too many digits"), &self))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    refuse!(boolean);

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        if number.fract() == 0.0 && number.abs() < EXACT {
            return Ok(number as i64);
        }
        Err(E::invalid_value(Unexpected::Other("a number with a fraction"), &self))
    }

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number of at most 64 bits")
    }

    fn visit_i64<E>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        let large = Unexpected::Other("a larger number");
        i64::try_from(number).map_err(|_| E::invalid_value(large, &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Other("other text"), &self))
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    refuse!(boolean);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_f64<E>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text.parse() {
            Ok(number) if f64::is_finite(number) => Ok(number),
            _ => Err(E::invalid_value(Unexpected::Other("other text"), &self)),
        }
    }
}

struct BooleanVisitor;

impl Visitor<'_> for BooleanVisitor {
    type Value = bool;

    refuse!(numbers);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("true or false")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<bool, E> {
        Ok(flag)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(E::invalid_value(Unexpected::Other("other text"), &self)),
        }
    }
}

//! The fields of an object, with the text of each as it was received: a signature covers a part of
//! it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::object::{self, FromObject};
use super::{Error, text};
use crate::data::{Json, nests_deeper_than};

/// How many fields are read. A response of the v2 gateway has three, rarely a few more; a large
/// order has some hundred.
const MOST: usize = 1 << 10;

/// How often brackets and braces stand inside one another at most. serde_json keeps track of them.
const DEEPEST: usize = 10_000;

/// The longest name of a field, in bytes.
const LONGEST_NAME: usize = 256;

/// The longest text that is read inside of a field, in bytes: a signature, however its letters are
/// escaped.
const LONGEST_TEXT: usize = 16 << 10;

/// The fields of a JSON object, in their order.
pub struct RawFields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> RawFields<'a> {
    /// Returns `None` when the text is not a JSON object, or one with more and longer names than
    /// any of the platform has.
    pub fn read(text: &'a str) -> Option<Self> {
        // A text instead of an object would be repeated in the error.
        let is_object = text.trim_ascii_start().starts_with('{');
        let is_small = is_object && !nests_deeper_than(DEEPEST, text.as_bytes());
        is_small.then(|| object::read(text).ok()).flatten()
    }

    /// Returns the names, in the order of the text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Returns the text of a field: of duplicates that of the last, as a tree has it.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rfind(|(found, _)| found == name).map(|(_, value)| value.get())
    }

    /// Returns the text inside of a field that is a short text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| value.len() <= LONGEST_TEXT).and_then(text)
    }

    /// Returns whether the name of a field stands behind it once more, at any depth: somebody who
    /// looks for the name in the text, as the official SDKs do, may take what follows for the
    /// field.
    pub fn is_named_behind(&self, name: &str) -> bool {
        let behind = self.0.iter().skip_while(|(found, _)| found != name).skip(1);
        behind.into_iter().any(|(found, value)| found.contains(name) || value.get().contains(name))
    }

    /// Returns a name that more than one field has: of two, somebody else might read the other.
    pub fn duplicate(&self) -> Option<&str> {
        let mut names: Vec<_> = self.names().collect();
        names.sort_unstable();
        names.windows(2).find(|pair| pair.first() == pair.last())?.first().copied()
    }

    /// Writes the object with this field in the place of those of its name. The values of the
    /// others stay as they are written; the fields are sorted by name, and of duplicates the last
    /// stays.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn with(&self, name: &str, value: &Json) -> Result<String, Error> {
        let value = serde_json::value::to_raw_value(value)?;
        let mut fields: BTreeMap<&str, &RawValue> =
            self.0.iter().map(|(name, value)| (&**name, *value)).collect();
        fields.insert(name, &value);
        serde_json::to_string(&fields)
    }
}

impl<'de> FromObject<'de> for RawFields<'de> {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut fields = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            if fields.len() == MOST || name.len() > LONGEST_NAME {
                return Err(A::Error::custom("not an object of the platform"));
            }
            fields.push((name, map.next_value()?));
        }
        Ok(Self(fields))
    }
}

/// A name, borrowed unless it has escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name<'de>, E> {
                if name.len() > LONGEST_NAME {
                    return Err(E::custom("not an object of the platform"));
                }
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_given_as_it_was_received() {
        let text = r#" { "sign" : "s\u0031" , "a_response":{ "x" : "}\"" } } "#;
        let fields = RawFields::read(text).expect("an object");
        assert_eq!(fields.get("a_response"), Some(r#"{ "x" : "}\"" }"#));
        assert_eq!(fields.text("sign").as_deref(), Some("s1"));
        assert_eq!(fields.get("x"), None);
        assert_eq!(fields.duplicate(), None);
    }

    #[test]
    fn a_duplicate_name_is_found_also_when_it_is_escaped() {
        let fields = RawFields::read(r#"{"sign":"1","b":{},"s\u0069gn":"2"}"#).expect("an object");
        assert_eq!(fields.duplicate(), Some("sign"));
        assert_eq!(fields.get("sign"), Some("\"2\""));
    }

    #[test]
    fn a_field_is_replaced_and_the_others_stay_as_they_are_written() {
        let fields = RawFields::read(r#"{"n":1.50,"a":"\u4e2d","n":2}"#).expect("an object");
        let with = |name, value: Json| fields.with(name, &value).expect("JSON");
        assert_eq!(with("n", 3.into()), r#"{"a":"\u4e2d","n":3}"#);
        assert_eq!(with("b", "x".into()), r#"{"a":"\u4e2d","b":"x","n":2}"#);
    }

    #[test]
    fn an_object_of_very_many_or_long_names_is_nothing() {
        let many = |count: usize| {
            let fields: Vec<_> = (0..count).map(|number| format!("\"{number}\":0")).collect();
            format!("{{{}}}", fields.join(","))
        };
        assert!(RawFields::read(&many(MOST)).is_some());
        assert!(RawFields::read(&many(MOST + 1)).is_none());
        for start in ["", "\\n"] {
            let named = |length: usize| format!("{{\"{start}{}\":0}}", "x".repeat(length));
            assert!(RawFields::read(&named(LONGEST_NAME - 1)).is_some());
            assert!(RawFields::read(&named(LONGEST_NAME + 1)).is_none());
        }
        let long = format!("{{\"sign\":\"{}\"}}", "x".repeat(LONGEST_TEXT));
        assert_eq!(RawFields::read(&long).expect("an object").text("sign"), None);
    }

    #[test]
    fn what_is_not_one_object_is_nothing() {
        for text in ["", "[]", "{} {}", "\"sign\"", "{\"a\":}", "<html>"] {
            assert!(RawFields::read(text).is_none(), "{text}");
        }
        let many = |count| format!("{{{}\"z\":0}}", "\"a\":0,".repeat(count - 1));
        assert!(
            RawFields::read(&many(MOST)).is_some() && RawFields::read(&many(MOST + 1)).is_none()
        );
    }
}

//! The fields of a response, with the text of each as it was received.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::protocol::object::{self, FromObject};
use crate::trust::SignatureProblem;
use alipay_sdk_core::data::nests_deeper_than;

/// How many fields are read. A response of the gateway has three, rarely a few more.
const MOST: usize = 64;

/// How often brackets and braces stand inside one another at most. serde_json keeps track of them.
const DEEPEST: usize = 10_000;

/// The longest name of a field, in bytes.
const LONGEST_NAME: usize = 256;

/// The longest field beside the response, in bytes: a signature, however its letters are escaped.
const LONGEST_TEXT: usize = 16 << 10;

/// The fields of a JSON object, in their order.
pub(crate) struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Nothing when the text is not a JSON object, or one with more and longer names than any
    /// response has.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        // A text instead of an object would be repeated in the error.
        let is_object = text.trim_ascii_start().starts_with('{');
        let is_response = is_object && !nests_deeper_than(DEEPEST, text.as_bytes());
        is_response.then(|| object::read(text).ok()).flatten()
    }

    /// Their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// The text of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.get())
    }

    /// The text inside of a field that is a short text.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        let value = self.get(name).filter(|value| value.len() <= LONGEST_TEXT)?;
        serde_json::from_str(value).ok()
    }

    /// Whether the name of a field stands behind it once more, at any depth: somebody who looks for
    /// the name in the text, as the official SDKs do, may take what follows for the response.
    pub(super) fn is_named_behind(&self, name: &str) -> bool {
        let behind = self.0.iter().skip_while(|(found, _)| found != name).skip(1);
        behind.into_iter().any(|(found, value)| found.contains(name) || value.get().contains(name))
    }

    /// A name must be unique: of two, somebody else might read the other.
    pub(super) fn check_unique(&self) -> Result<(), SignatureProblem> {
        let mut names: Vec<_> = self.0.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair.first() == pair.last()) {
            Some(pair) => {
                let name = pair
                    .first()
                    .map(|name| alipay_sdk_core::redact::line(name))
                    .unwrap_or_default();
                Err(SignatureProblem::RepeatedField(name))
            }
            None => Ok(()),
        }
    }
}

impl<'de> FromObject<'de> for Fields<'de> {
    fn from_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut fields = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            if fields.len() == MOST || name.len() > LONGEST_NAME {
                return Err(A::Error::custom("not a response of the v2 gateway"));
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

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                if name.len() > LONGEST_NAME {
                    return Err(E::custom("not a response of the v2 gateway"));
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
        let fields = Fields::read(text).expect("an object");
        assert_eq!(fields.get("a_response"), Some(r#"{ "x" : "}\"" }"#));
        assert_eq!(fields.text_of("sign").as_deref(), Some("s1"));
        assert_eq!(fields.get("x"), None);
        assert_eq!(fields.check_unique(), Ok(()));
    }

    #[test]
    fn a_duplicate_name_is_rejected_also_when_it_is_escaped() {
        let fields = Fields::read(r#"{"sign":"1","b":{},"s\u0069gn":"2"}"#).expect("an object");
        let problem = SignatureProblem::RepeatedField("sign".to_owned());
        assert_eq!(fields.check_unique(), Err(problem));
    }

    #[test]
    fn an_object_of_very_many_or_long_names_is_nothing() {
        let many = |count: usize| {
            let fields: Vec<_> = (0..count).map(|number| format!("\"{number}\":0")).collect();
            format!("{{{}}}", fields.join(","))
        };
        assert!(Fields::read(&many(MOST)).is_some());
        assert!(Fields::read(&many(MOST + 1)).is_none());
        for start in ["", "\\n"] {
            let named = |length: usize| format!("{{\"{start}{}\":0}}", "x".repeat(length));
            assert!(Fields::read(&named(LONGEST_NAME - 1)).is_some());
            assert!(Fields::read(&named(LONGEST_NAME + 1)).is_none());
        }
        let long = format!("{{\"sign\":\"{}\"}}", "x".repeat(LONGEST_TEXT));
        assert_eq!(Fields::read(&long).expect("an object").text_of("sign"), None);
    }

    #[test]
    fn what_is_not_one_object_is_nothing() {
        for text in ["", "[]", "{} {}", "\"sign\"", "{\"a\":}", "<html>"] {
            assert!(Fields::read(text).is_none(), "{text}");
        }
        let many = |count| format!("{{{}\"z\":0}}", "\"a\":0,".repeat(count - 1));
        assert!(Fields::read(&many(MOST)).is_some() && Fields::read(&many(MOST + 1)).is_none());
    }
}

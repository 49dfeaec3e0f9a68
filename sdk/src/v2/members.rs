//! The members of an answer, with the text of each as it was received.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::SignatureProblem;

/// The members of a JSON object, in their order.
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Nothing when the text is not a JSON object.
    pub(super) fn read(text: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }

    /// The text of a member.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.get())
    }

    /// The text inside of a member that is text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(|value| serde_json::from_str(value).ok())
    }

    /// Whether the name of a member stands behind it once more, at any depth: somebody who looks for the
    /// name in the text, as the official SDKs do, may take what follows for the answer.
    pub(super) fn is_named_behind(&self, name: &str) -> bool {
        let behind = self.0.iter().skip_while(|(found, _)| found != name).skip(1);
        behind.into_iter().any(|(found, value)| found.contains(name) || value.get().contains(name))
    }

    /// A name must stand once: of two, somebody else might read the other.
    pub(super) fn check(&self) -> Result<(), SignatureProblem> {
        let mut names: Vec<_> = self.0.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair.first() == pair.last()) {
            Some(pair) => {
                let name = pair.first().map(|name| crate::redact::line(name)).unwrap_or_default();
                Err(SignatureProblem::RepeatedMember(name))
            }
            None => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
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

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
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
    fn a_member_is_given_as_it_was_received() {
        let text = br#" { "sign" : "s\u0031" , "a_response":{ "x" : "}\"" } } "#;
        let members = Members::read(text).expect("an object");
        assert_eq!(members.get("a_response"), Some(r#"{ "x" : "}\"" }"#));
        assert_eq!(members.text("sign").as_deref(), Some("s1"));
        assert_eq!(members.get("x"), None);
        assert_eq!(members.check(), Ok(()));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_also_when_it_is_escaped() {
        let members = Members::read(br#"{"sign":"1","b":{},"s\u0069gn":"2"}"#).expect("an object");
        let problem = SignatureProblem::RepeatedMember("sign".to_owned());
        assert_eq!(members.check(), Err(problem));
    }

    #[test]
    fn what_is_not_one_object_is_nothing() {
        for text in ["", "[]", "{} {}", "\"sign\"", "{\"a\":}", "<html>"] {
            assert!(Members::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}

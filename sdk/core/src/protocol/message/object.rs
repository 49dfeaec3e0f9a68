//! Objects of JSON whose fields are kept as they stand in the text: what is signed is a part of it.

use crate::json::{self, RawFields};

/// How many fields are read. The platform's objects have a dozen.
const MOST: usize = 64;

/// The fields of an object.
pub(super) struct Object<'a>(RawFields<'a>);

impl<'a> Object<'a> {
    /// Nothing when the text is no object, has a duplicate, or has more fields than any of the
    /// platform's. Of two fields of one name nobody can say which one is signed.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let fields = RawFields::read(text)?;
        let is_clear = fields.names().count() <= MOST && fields.duplicate().is_none();
        is_clear.then_some(Self(fields))
    }

    /// A field as it stands in the text; none when it is missing or `null`.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).filter(|value| *value != "null")
    }

    /// The same when it is an object.
    pub(super) fn object(&self, name: &str) -> Option<&'a str> {
        self.raw(name).filter(|value| value.starts_with('{'))
    }

    /// A field as text; numbers and booleans are taken as they stand. None when it is missing,
    /// `null`, empty, an object or a list.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let raw = self.raw(name)?;
        let text = match raw.as_bytes() {
            [b'"', ..] => json::text(raw)?,
            [b'{' | b'[', ..] => return None,
            _ => raw.to_owned(),
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_given_as_they_stand_in_the_text() {
        let text =
            r#" {"a" : { "x":"\u4e2d}" } ,"b":"\u4e2d","n":12.50,"t":true,"e":"","z":null} "#;
        let object = Object::read(text).expect("an object");
        assert_eq!(object.object("a"), Some(r#"{ "x":"\u4e2d}" }"#));
        assert_eq!(object.text("b").as_deref(), Some("中"));
        assert_eq!(object.text("n").as_deref(), Some("12.50"));
        assert_eq!(object.text("t").as_deref(), Some("true"));
        for name in ["a", "e", "z", "missing"] {
            assert_eq!(object.text(name), None, "{name}");
        }
        assert_eq!(object.object("b"), None);
    }

    #[test]
    fn an_object_with_a_duplicate_is_refused_however_it_is_written() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, "[]", "{} {}", "{", ""] {
            assert!(Object::read(text).is_none(), "{text}");
        }
        let many = |count: usize| {
            let fields: Vec<_> = (0..count).map(|number| format!("\"{number}\":1")).collect();
            format!("{{{}}}", fields.join(","))
        };
        assert!(Object::read(&many(MOST)).is_some());
        assert!(Object::read(&many(MOST + 1)).is_none());
    }
}

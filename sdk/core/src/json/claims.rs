//! What a JSON text says of a rejection: a few fields, read without judging anything else in the
//! text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::object::{self, FromObject};
use crate::data::DecodeError;

/// The fields that are read: of v3, of the v2 gateway, and of what an app gets.
const NAMES: [&str; 8] =
    ["code", "sub_code", "message", "msg", "sub_msg", "expected", "result", "resultStatus"];

/// Those fields of an object, as they stand in the text.
#[derive(Default)]
pub struct Claims<'a>([Option<&'a RawValue>; NAMES.len()]);

impl<'a> Claims<'a> {
    /// Returns `None` when the text is not an object. Texts inside may hold lone surrogates,
    /// numbers may be of any size, and objects of any depth.
    ///
    /// # Errors
    /// When the text begins as an object and is none, or one of the fields is a duplicate.
    pub fn read(text: &'a str) -> Result<Option<Self>, DecodeError> {
        if !text.trim_start().starts_with('{') {
            return Ok(None);
        }
        object::read(text).map(Some).map_err(|error| {
            let problem = if error.is_data() {
                "a field of the result is a duplicate"
            } else {
                "it is not JSON"
            };
            unclear(problem, (error.line(), error.column()))
        })
    }

    fn field(&self, name: &str) -> Option<&'a RawValue> {
        let index = NAMES.iter().position(|one| *one == name)?;
        self.0[index]
    }

    /// Returns whether a field is there, also as `null`.
    pub fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Returns a code: a text or a number. `None` when it is missing, `null` or empty.
    ///
    /// # Errors
    /// When it is anything else: who wrote that may have meant a rejection.
    pub fn code(&self, name: &str) -> Result<Option<String>, DecodeError> {
        let Some(field) = self.field(name).filter(|field| field.get() != "null") else {
            return Ok(None);
        };
        let code = match field.get().as_bytes() {
            [b'"', ..] => inside(field),
            [b'-' | b'0'..=b'9', ..] => field.get().to_owned(),
            _ => return Err(unclear(&format!("`{name}` is neither text nor number"), (0, 0))),
        };
        Ok(Some(code).filter(|code| !code.is_empty()))
    }

    /// Returns the message for people, or the JSON that stands there instead.
    pub fn text(&self, name: &str) -> Option<String> {
        let field = self.field(name).filter(|field| field.get() != "null")?;
        let is_text = field.get().starts_with('"');
        Some(if is_text { inside(field) } else { field.get().to_owned() })
    }
}

fn unclear(problem: &str, place: (usize, usize)) -> DecodeError {
    DecodeError::of_text(format!("it is unclear whether it is a rejection: {problem}"), place)
}

/// The text inside of quotes. A lone surrogate is replaced.
fn inside(text: &RawValue) -> String {
    let lossy = Bytes(|text| String::from_utf8_lossy(text).into_owned());
    serde_json::Deserializer::from_str(text.get()).deserialize_bytes(lossy).unwrap_or_default()
}

/// Reads a text by its bytes, which may be no UTF-8: it may hold lone surrogates.
struct Bytes<T>(fn(&[u8]) -> T);

impl<T> Visitor<'_> for Bytes<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text")
    }

    fn visit_bytes<E>(self, text: &[u8]) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

impl<'de> FromObject<'de> for Claims<'de> {
    fn from_object<A: MapAccess<'de>>(mut fields: A) -> Result<Self, A::Error> {
        let mut claims = Self::default();
        while let Some(Name(index)) = fields.next_key()? {
            let Some(index) = index else {
                fields.next_value::<IgnoredAny>()?;
                continue;
            };
            if claims.0[index].replace(fields.next_value()?).is_some() {
                return Err(A::Error::custom("a duplicate"));
            }
        }
        Ok(claims)
    }
}

/// Which of the fields a name means. Names are compared as bytes: others may hold anything.
struct Name(Option<usize>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let index = |name: &[u8]| NAMES.iter().position(|one| one.as_bytes() == name);
        deserializer.deserialize_bytes(Bytes(index)).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_whatever_stands_beside_them() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        for beside in [
            r#""sub_msg":"\ud800""#,
            r#""\udc00x":1"#,
            r#""n":1e999"#,
            r#""n":123456789012345678901234567890"#,
            &format!(r#""n":{deep}"#),
            &format!(r#""n":"{}""#, "x".repeat(70_000)),
            r#""message":null"#,
        ] {
            let text = format!(r#"{{{beside},"c\u006fde":"A.B"}}"#);
            let claims = Claims::read(&text).expect("it can be told").expect("an object");
            assert_eq!(claims.code("code"), Ok(Some("A.B".to_owned())), "{beside:.40}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_an_error() {
        for text in ["{", r#"{"code":"#, r#"{"code":"A","code":"B"}"#, r#"{"code":"A"} x"#] {
            assert!(Claims::read(text).is_err(), "{text}");
        }
        for code in ["true", "{}", r#"["A"]"#] {
            let text = format!(r#"{{"code":{code}}}"#);
            let claims = Claims::read(&text).expect("it is JSON").expect("an object");
            assert!(claims.code("code").is_err(), "{code}");
        }
        for code in ["null", r#""""#] {
            let text = format!(r#"{{"code":{code}}}"#);
            let claims = Claims::read(&text).expect("it is JSON").expect("an object");
            assert_eq!(claims.code("code"), Ok(None), "{code}");
        }
    }

    #[test]
    fn a_message_is_read_as_far_as_it_is_text() {
        let text = r#"{"message":"a\ud800b","msg":5,"sub_msg":"\u4e2d\n"}"#;
        let claims = Claims::read(text).expect("it is JSON").expect("an object");
        let message = claims.text("message").expect("it is there");
        assert!(message.starts_with('a') && message.ends_with('b'), "{message}");
        assert_eq!(claims.text("msg").as_deref(), Some("5"));
        assert_eq!(claims.text("sub_msg").as_deref(), Some("中\n"));
        assert!(claims.has("msg") && !claims.has("code"));
    }
}

//! What a mini program posted to its server: the object that it got, or something that was made of
//! it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::error::OpenDataError;
use super::rejection;
use alipay_sdk_core::{
    data::unverified_json,
    protocol::posted::{Shape, shape},
};

/// How many objects are looked into for a rejection: what a mini program got may be posted inside
/// of others.
const DEEPEST: usize = 4;

/// The Base64 of one block of ciphertext.
const SHORTEST: usize = 24;

/// Reads the object `{"response": "…", "sign": "…"}`.
pub(super) fn read(posted: &[u8]) -> Result<Value, OpenDataError> {
    let text = posted.strip_prefix(b"\xef\xbb\xbf").unwrap_or(posted);
    if let Some(why) = not_an_object(text) {
        return Err(OpenDataError::Malformed(why));
    }
    unverified_json(text)
        .ok_or(OpenDataError::Malformed("it is JSON that is invalid, cut off or too large"))
}

/// Why a text is none that a mini program got, and what to do.
fn not_an_object(text: &[u8]) -> Option<&'static str> {
    let text = text.trim_ascii();
    if text.len() >= SHORTEST && STANDARD.decode(text).is_ok() {
        return Some("it is the field `response` alone: post the object, with `sign`");
    }
    Some(match shape(text) {
        Shape::JsonObject => return None,
        Shape::Empty => "it is empty: post the object that the mini program got, as JSON",
        Shape::JsonArray => "it is a JSON array: post the object that the mini program got",
        Shape::JsonText => "it is JSON inside a JSON text: serialize the object only once",
        Shape::Multipart => "it is multipart/form-data: post the object as JSON",
        Shape::Markup => "it is HTML or XML: check the proxy in front of the server",
        Shape::Form | Shape::Lines => "it is a form: post the object as JSON, which keeps `+`",
        Shape::Other => "it is not JSON: post the object that the mini program got, as JSON",
    })
}

/// A field that is text; none when it is missing or empty.
pub(super) fn text<'a>(
    posted: &'a Value,
    name: &'static str,
) -> Result<Option<&'a str>, OpenDataError> {
    match posted.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(OpenDataError::Unsupported(name)),
    }
}

/// What a post without a signature is: a rejection that nobody signed, with a code of five digits
/// as the platform's are, or nothing.
pub(super) fn unsigned(posted: &Value) -> OpenDataError {
    let mut content = Cow::Borrowed(posted);
    for _ in 0..DEEPEST {
        let inner = match content.get("response") {
            None => break,
            Some(Value::String(text)) => unverified_json(text.as_bytes()).unwrap_or_default(),
            Some(inner) => inner.clone(),
        };
        content = Cow::Owned(inner);
    }
    let is_code = |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    let rejection = rejection::find(&content, false).filter(|one| is_code(&one.code));
    rejection.map_or(OpenDataError::Unsigned, OpenDataError::Rejected)
}

//! The response of a vector, and what an error is compared by.

use alipay_sdk::ApiError;
use http::Response;
use serde_json::{Map, Value};

use crate::common::same;

/// Status, headers and body as the vector has them.
pub(crate) fn of(vector: &Value) -> Result<Response<Vec<u8>>, String> {
    let input = &vector["input"];
    let status = input["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let mut answer = Response::builder().status(status.ok_or("no status")?);
    for (name, value) in input["headers"].as_object().into_iter().flatten() {
        answer = answer.header(name, value.as_str().ok_or("a header is not text")?);
    }
    let body = input["body"].as_str().unwrap_or_default();
    answer.body(body.as_bytes().to_vec()).map_err(|error| error.to_string())
}

/// Compares those fields that the vector names.
pub(crate) fn compare(error: &ApiError, expected: &Value) -> Result<(), String> {
    let named = |name: &str| expected.get(name).is_some();
    if named("code") {
        same("code", &error.code.as_ref().map(|code| code.as_str()), &expected["code"].as_str())?;
    }
    if named("message") {
        same("message", &error.message.as_deref(), &expected["message"].as_str())?;
    }
    if named("links") {
        let links = error.links.iter().map(|link| {
            object([
                ("link", Some(&link.link)),
                ("desc", link.desc.as_ref()),
                ("rel", link.rel.as_ref()),
            ])
        });
        same("links", &Value::Array(links.collect()), &expected["links"])?;
    }
    if named("details") {
        let details = error.details.iter().map(|detail| {
            object([
                ("field", detail.field.as_ref()),
                ("value", detail.value.as_ref()),
                ("location", detail.location.as_ref()),
                ("issue", detail.issue.as_ref()),
                ("description", detail.description.as_ref()),
            ])
        });
        same("details", &Value::Array(details.collect()), &expected["details"])?;
    }
    Ok(())
}

/// An object of those fields that are there.
fn object<'a>(members: impl IntoIterator<Item = (&'a str, Option<&'a String>)>) -> Value {
    let present = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let members: Map<_, _> =
        present.map(|(name, value)| (name.to_owned(), value.as_str().into())).collect();
    Value::Object(members)
}

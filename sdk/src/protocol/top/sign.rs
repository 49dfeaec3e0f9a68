//! The request: a form of signed parameters.

use std::time::UNIX_EPOCH;

use super::endpoint::Endpoint;
use crate::error::Error;
use crate::protocol::contract::Exchange;
use crate::request::{Payload, Request};
use alipay_sdk_core::{
    beijing_time,
    data::{FieldValue, View, Written},
    protocol::top::request_text,
    wire::{Body, Form},
};

/// The parameters that the client sets itself; a caller cannot.
pub(super) const OWN_PARAMETERS: &[&str] =
    &["app_key", "format", "method", "sign", "sign_method", "simplify", "timestamp", "v"];

/// Sets a parameter for each field of a model.
pub(super) fn set_fields(request: &mut Request, body: &dyn FieldValue) -> Result<(), Error> {
    let View::Model(model) = body.view() else { return Ok(()) };
    for (name, view) in model.fields().present() {
        let text =
            field_text(view).map_err(|error| request.invalid(format!("`{name}`: {error}")))?;
        request.set_parameter(OWN_PARAMETERS, name, &text)?;
    }
    Ok(())
}

/// Signs a request.
pub(super) fn prepare(
    endpoint: &Endpoint,
    request: Request,
) -> Result<(http::Request<Body>, Exchange), Error> {
    let Request { call, shape, payload, mut parameters, .. } = request;
    if let Some(session) = &endpoint.session {
        parameters.entry("session".to_owned()).or_insert_with(|| session.expose().to_owned());
    }
    for (name, value) in [
        ("app_key", &*endpoint.app_key),
        ("format", endpoint.format.as_str()),
        ("method", &call.operation),
        ("sign_method", endpoint.sign_method.as_str()),
        ("simplify", if endpoint.is_simplified() { "true" } else { "" }),
        ("timestamp", &timestamp(endpoint)),
        ("v", "2.0"),
    ] {
        parameters.insert(name.to_owned(), value.to_owned());
    }
    parameters.retain(|name, value| !name.is_empty() && !value.is_empty());
    let signature =
        endpoint.sign_method.sign(endpoint.secret.expose().as_bytes(), &request_text(&parameters));
    parameters.insert("sign".to_owned(), signature);
    let form = Form {
        address: endpoint.base.as_str(),
        accept: "*/*",
        parameters: parameters.into_iter().collect(),
        files: match payload {
            Payload::Upload(upload) => upload.files,
            Payload::Empty | Payload::Json(_) => Vec::new(),
        },
        boundary: &*endpoint.nonces,
    };
    let prepared = form.into_http().map_err(|reason| call.invalid(reason))?;
    Ok((prepared, Exchange { call, shape, encrypted: false }))
}

fn timestamp(endpoint: &Endpoint) -> String {
    let now = endpoint.clock.now();
    if endpoint.unix_timestamp {
        return now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis().to_string();
    }
    beijing_time(now)
}

/// A field as one parameter: objects and lists of them as JSON, other lists joined with commas.
fn field_text(view: View<'_>) -> Result<String, serde_json::Error> {
    match view {
        View::Absent => Ok(String::new()),
        View::Text(text) => Ok(text.to_owned()),
        View::List(list) => {
            let simple = |view: View<'_>| {
                matches!(
                    view,
                    View::Text(_) | View::Integer(_) | View::Number(_) | View::Boolean(_)
                )
            };
            if !list.items().all(simple) {
                return serde_json::to_string(&Written(view));
            }
            let items: Result<Vec<_>, _> = list.items().map(field_text).collect();
            Ok(items?.join(","))
        }
        other => serde_json::to_string(&Written(other)),
    }
}

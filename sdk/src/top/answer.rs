//! What TOP answers, in JSON or XML.

use bytes::Bytes;

use super::client::Core;
use super::{Format, Response, TopError, xml};
use crate::data::{DecodeError, FieldValue, Json, from_wrapped};
use crate::error::{ApiError, Error};
use crate::request::CallInfo;
use crate::response::{Accepted, RawBody};
use crate::round_trip::hide_cookies;

const REFUSAL: &str = "error_response";

/// Sorts refusals out. TOP answers with 200 whatever it says; another status is a proxy's.
pub(super) fn accept(
    core: &Core,
    call: &CallInfo,
    answer: http::Response<Bytes>,
) -> Result<Accepted, Error> {
    let (mut parts, body) = answer.into_parts();
    hide_cookies(&mut parts.headers);
    if body.len() > core.max_answer_size {
        return Err(call.too_large(core.max_answer_size, parts, body));
    }
    if let Ok(Some(refusal)) = parse(&body).map(refusal) {
        return Err(Error::Top(Box::new(TopError::new(call, parts, body, &refusal))));
    }
    if !parts.status.is_success() {
        return Err(Error::Api(Box::new(ApiError::read(call, false, parts, body))));
    }
    Ok(Accepted {
        status: parts.status,
        headers: parts.headers,
        received: RawBody::new(body.clone()),
        plain: body,
        verified: false,
    })
}

/// Reads an answer that is no refusal.
pub(super) fn decode<A: FieldValue + Default>(
    core: &Core,
    call: &CallInfo,
    accepted: Accepted,
) -> Result<Response<A>, Error> {
    let simplified = core.simplify && core.format == Format::Json;
    match read(&accepted.plain, simplified) {
        Ok((value, request_id)) => Ok(Response::new(value, request_id, accepted)),
        Err(source) => {
            tracing::warn!(
                target: "alipay_sdk", operation = &*call.operation, error = %source, "not readable"
            );
            Err(Error::Decode { answer: accepted.unusable(call), source })
        }
    }
}

/// The answer and the id of the request.
fn read<A: FieldValue + Default>(
    body: &[u8],
    simplified: bool,
) -> Result<(A, Option<String>), DecodeError> {
    let mut answer = parse(body)?;
    if !simplified {
        answer = below_root(answer);
    }
    let request_id = answer.as_object_mut().and_then(|members| members.remove("request_id"));
    let request_id = request_id.as_ref().map(text).filter(|id| !id.is_empty());
    let mut value = A::default();
    from_wrapped(&mut value, &answer, !simplified)?;
    Ok((value, request_id))
}

/// An answer as JSON, whatever it was sent as, with its root.
fn parse(body: &[u8]) -> Result<Json, DecodeError> {
    if body.trim_ascii_start().first() == Some(&b'<') {
        return xml::parse(body);
    }
    let mut json = Json::Null;
    crate::data::from_json(&mut json, body).map(|()| json)
}

/// The one member of the root. Its name is not looked at, as the official SDKs do not.
fn below_root(answer: Json) -> Json {
    match answer {
        Json::Object(members) if members.len() == 1 => {
            members.into_iter().next().map(|(_, member)| member).unwrap_or_default()
        }
        other => other,
    }
}

fn refusal(answer: Json) -> Option<Json> {
    match answer {
        Json::Object(mut members) => members.remove(REFUSAL),
        _ => None,
    }
}

/// A scalar as text.
pub(super) fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

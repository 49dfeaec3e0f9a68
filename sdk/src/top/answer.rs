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

/// How the root of an answer is named, after the method.
const ROOT: &str = "_response";

/// An answer that is no refusal, and what it says: parsed once.
pub(super) struct Answered {
    pub(super) accepted: Accepted,
    content: Result<Content, DecodeError>,
}

/// What stands inside of the root.
struct Content {
    json: Json,
    /// Whether its lists are wrapped.
    wrapped: bool,
}

/// Sorts refusals out. TOP answers with 200 whatever it says; another status is a proxy's.
pub(super) fn accept(
    core: &Core,
    call: &CallInfo,
    answer: http::Response<Bytes>,
) -> Result<Answered, Error> {
    let (mut parts, body) = answer.into_parts();
    hide_cookies(&mut parts.headers);
    if body.len() > core.max_answer_size {
        return Err(call.too_large(core.max_answer_size, parts, body));
    }
    let simplified = core.simplify && core.format == Format::Json;
    let parsed = parse(&body);
    if let Ok((Json::Object(members), _)) = &parsed
        && let Some(refusal) = members.get(REFUSAL)
    {
        return Err(Error::Top(Box::new(TopError::new(call, parts, body.clone(), refusal))));
    }
    if !parts.status.is_success() {
        return Err(Error::Api(Box::new(ApiError::read(call, false, parts, body))));
    }
    let content = parsed.and_then(|(json, is_xml)| below_root(json, is_xml, simplified));
    let accepted = Accepted {
        status: parts.status,
        headers: parts.headers,
        received: RawBody::new(body.clone()),
        plain: body,
        verified: false,
    };
    Ok(Answered { accepted, content })
}

/// Reads an answer that is no refusal.
pub(super) fn decode<A: FieldValue + Default>(
    call: &CallInfo,
    answered: Answered,
) -> Result<Response<A>, Error> {
    let Answered { accepted, content } = answered;
    match content.and_then(read) {
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
fn read<A: FieldValue + Default>(content: Content) -> Result<(A, Option<String>), DecodeError> {
    let Content { mut json, wrapped } = content;
    let request_id = json.as_object_mut().and_then(|members| members.remove("request_id"));
    let request_id = request_id.as_ref().map(text).filter(|id| !id.is_empty());
    let mut value = A::default();
    from_wrapped(&mut value, &json, wrapped)?;
    Ok((value, request_id))
}

/// An answer as JSON, whatever it was sent as, with its root; and whether it was XML.
fn parse(body: &[u8]) -> Result<(Json, bool), DecodeError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii_start().first() == Some(&b'<') {
        return xml::parse(body).map(|json| (json, true));
    }
    let mut json = Json::Null;
    crate::data::from_json(&mut json, body).map(|()| (json, false))
}

/// What an answer says. It stands in one root, whose name is not looked at, as the official SDKs do not;
/// simplified JSON has none, unless TOP did not simplify. Anything else is no answer: taken for one, it
/// would be a success in which nothing stands.
fn below_root(answer: Json, is_xml: bool, simplified: bool) -> Result<Content, DecodeError> {
    let Json::Object(members) = answer else { return Err(no_root()) };
    let one = members.len() == 1;
    let is_root =
        |(name, inner): (&String, &Json)| one && name.ends_with(ROOT) && inner.is_object();
    if simplified && !is_xml && !members.iter().any(is_root) {
        return Ok(Content { json: Json::Object(members), wrapped: false });
    }
    match members.into_iter().map(|(_, inner)| inner).next().filter(|_| one) {
        Some(inner @ Json::Object(_)) => Ok(Content { json: inner, wrapped: true }),
        // An element without anything in it.
        Some(Json::String(blank)) if is_xml && blank.trim().is_empty() => {
            Ok(Content { json: Json::Object(Default::default()), wrapped: true })
        }
        _ => Err(no_root()),
    }
}

fn no_root() -> DecodeError {
    let problem = "it is not an object in one root, as answers of TOP are";
    DecodeError::of_text(problem.to_owned(), (1, 1))
}

/// A scalar as text.
pub(super) fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

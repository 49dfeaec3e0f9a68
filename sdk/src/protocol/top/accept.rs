//! The response, in JSON or XML.

use serde_json::Map;

use super::endpoint::Endpoint;
use super::rejection;
use crate::error::{EarlyCodes, Error, ErrorKind};
use crate::protocol::contract::Exchange;
use crate::protocol::reader::Reader;
use crate::protocol::{hint, rejection as http_rejection};
use crate::response::{Accepted, Content, Tree};
use alipay_sdk_core::{
    data::{DecodeError, Json, from_json, holds_more_than},
    protocol::top::is_root,
    wire::{Charset, Received, unverified_in_utf8, xml},
};

/// The largest response that is taken apart, in bytes: nobody has signed it, and it takes more
/// memory then.
const LARGEST: usize = 8 << 20;

const ERROR: &str = "error_response";

/// The id of the request, in every response.
const REQUEST_ID: &str = "request_id";

/// Sorts rejections out. TOP responds with 200 whatever it says; another status is a proxy's.
pub(super) fn accept(
    endpoint: &Endpoint,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let now = endpoint.clock.now();
    let reader = Reader { call: &exchange.call, codes: EarlyCodes::TOP, now };
    if received.body.len() > LARGEST {
        return Err(exchange.error(ErrorKind::TooLarge { limit: LARGEST }, received));
    }
    let parsed = parse(&received);
    if let Ok((json, _)) = &parsed
        && let Some(json) = only(json, |name| name == ERROR).filter(|json| json.is_object())
    {
        let error = rejection::read(&reader, json, &received);
        return Err(exchange.error(ErrorKind::Api(error), received));
    }
    if !received.status.is_success() {
        let error = http_rejection::read(&reader, false, &received);
        return Err(exchange.error(ErrorKind::Api(error), received));
    }
    let tree = match parsed.and_then(|(json, is_xml)| tree(json, is_xml, endpoint, exchange)) {
        Ok(tree) => Ok(tree),
        Err(_) if hint::is_html(&received.body) => {
            Err(DecodeError::of_whole(hint::html(&received.headers)))
        }
        Err(error) => Err(error),
    };
    let mut tree = match tree {
        Ok(tree) => tree,
        Err(error) => return Err(exchange.error(ErrorKind::Decode(error), received)),
    };
    let request_id = tree.json.as_object_mut().and_then(|fields| fields.remove(REQUEST_ID));
    let trace_id = request_id.as_ref().map(rejection::scalar).filter(|id| !id.is_empty());
    let content = Content { plain: received.bytes(), tree: Some(tree) };
    Ok(Accepted { received, content, verified: false, trace_id })
}

/// A response as JSON, whatever it was sent as, with its root; and whether it was XML. JSON may be
/// in any charset; a large one must be UTF-8.
fn parse(received: &Received) -> Result<(Json, bool), DecodeError> {
    let body: &[u8] = &received.body;
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii_start().first() == Some(&b'<') {
        return xml::parse(body).map(|json| (json, true));
    }
    let text = unverified_in_utf8(body, &Charset::all(&received.headers));
    if holds_more_than(xml::MOST, &text) {
        return Err(DecodeError::of_text("it holds too many values", (1, 1)));
    }
    let mut json = Json::Null;
    from_json(&mut json, &text).map(|()| (json, false))
}

/// What stands in the one field of an object, if it has such a name.
fn only(json: &Json, is_name: impl Fn(&str) -> bool) -> Option<&Json> {
    let (name, inner) = json.as_object().filter(|fields| fields.len() == 1)?.iter().next()?;
    is_name(name).then_some(inner)
}

/// What a response says. Nobody signs it, so it is one by its form alone: it stands in one root
/// that is named after the method; or, simplified, it has no root but the documented fields. Taken
/// for a response, a page of a proxy would be a success.
fn tree(
    json: Json,
    is_xml: bool,
    endpoint: &Endpoint,
    exchange: &Exchange,
) -> Result<Tree, DecodeError> {
    let method = &*exchange.call.operation;
    if only(&json, |name| is_root(name, method)).is_none() {
        let is_flat = endpoint.is_simplified() && !is_xml && is_simplified(&json, exchange);
        let tree = Tree { json, is_wrapped: false };
        return is_flat.then_some(tree).ok_or_else(|| no_response(method));
    }
    let Json::Object(fields) = json else { return Err(no_response(method)) };
    let json = match fields.into_iter().next() {
        Some((_, inner @ Json::Object(_))) => inner,
        // An element without anything in it.
        Some((_, Json::String(blank))) if is_xml && blank.trim().is_empty() => {
            Json::Object(Map::new())
        }
        _ => return Err(no_response(method)),
    };
    Ok(Tree { json, is_wrapped: true })
}

/// Whether an object is a simplified response: it has a field that the documents name, or its
/// request id alone. Of an operation without documents nothing is known but that TOP gives the
/// request id, and no error so.
fn is_simplified(json: &Json, exchange: &Exchange) -> bool {
    let Some(fields) = json.as_object() else { return false };
    let documents = exchange.shape.documents;
    let has_id = fields.contains_key(REQUEST_ID);
    if documents(REQUEST_ID).is_none() {
        return has_id && !fields.keys().any(|name| name.starts_with("error"));
    }
    fields.keys().any(|name| documents(name) == Some(true)) || has_id && fields.len() == 1
}

fn no_response(method: &str) -> DecodeError {
    let method = method.replace('.', "_");
    let problem = format!(
        "it is not a response of TOP: expected an object in the root `{method}_response`, or a \
         simplified response with the documented fields"
    );
    DecodeError::of_text(problem, (1, 1))
}

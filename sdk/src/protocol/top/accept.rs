//! The response, in JSON or XML.

use super::endpoint::Endpoint;
use super::rejection;
use crate::data::{DecodeError, Json, from_json};
use crate::error::{Error, ErrorKind};
use crate::protocol::contract::Exchange;
use crate::protocol::rejection as http_rejection;
use crate::response::{Accepted, Content, Tree};
use crate::wire::{Received, xml};

const ERROR: &str = "error_response";

/// How the root of a response is named, after the method.
const ROOT: &str = "_response";

/// Sorts rejections out. TOP responds with 200 whatever it says; another status is a proxy's.
pub(super) fn accept(
    endpoint: &Endpoint,
    exchange: &Exchange,
    received: Received,
) -> Result<Accepted, Error> {
    let call = &exchange.call;
    let parsed = parse(&received.body);
    if let Ok((Json::Object(fields), _)) = &parsed
        && let Some(json) = fields.get(ERROR)
    {
        return Err(exchange.error(ErrorKind::Api(rejection::read(call, json)), received));
    }
    if !received.status.is_success() {
        let error = http_rejection::read(call, false, &received);
        return Err(exchange.error(ErrorKind::Api(error), received));
    }
    let tree = parsed.and_then(|(json, is_xml)| below_root(json, is_xml, endpoint.is_simplified()));
    let mut tree = match tree {
        Ok(tree) => tree,
        Err(error) => return Err(exchange.error(ErrorKind::Decode(error), received)),
    };
    let request_id = tree.json.as_object_mut().and_then(|fields| fields.remove("request_id"));
    let trace_id = request_id.as_ref().map(rejection::scalar).filter(|id| !id.is_empty());
    let content = Content { plain: received.bytes(), tree: Some(tree) };
    Ok(Accepted { received, content, verified: false, trace_id })
}

/// A response as JSON, whatever it was sent as, with its root; and whether it was XML.
fn parse(body: &[u8]) -> Result<(Json, bool), DecodeError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii_start().first() == Some(&b'<') {
        return xml::parse(body).map(|json| (json, true));
    }
    let mut json = Json::Null;
    from_json(&mut json, body).map(|()| (json, false))
}

/// What a response says. It stands in one root, whose name is not looked at, as the official SDKs do not;
/// simplified JSON has none, unless TOP did not simplify. Anything else is no response: taken for one, it
/// would be a success with nothing in it.
fn below_root(response: Json, is_xml: bool, simplified: bool) -> Result<Tree, DecodeError> {
    let Json::Object(fields) = response else { return Err(no_root()) };
    let one = fields.len() == 1;
    let is_root =
        |(name, inner): (&String, &Json)| one && name.ends_with(ROOT) && inner.is_object();
    if simplified && !is_xml && !fields.iter().any(is_root) {
        return Ok(Tree { json: Json::Object(fields), is_wrapped: false });
    }
    match fields.into_iter().map(|(_, inner)| inner).next().filter(|_| one) {
        Some(json @ Json::Object(_)) => Ok(Tree { json, is_wrapped: true }),
        // An element without anything in it.
        Some(Json::String(blank)) if is_xml && blank.trim().is_empty() => {
            Ok(Tree { json: Json::Object(Default::default()), is_wrapped: true })
        }
        _ => Err(no_root()),
    }
}

fn no_root() -> DecodeError {
    let problem = "it is not an object in one root, as responses of TOP are";
    DecodeError::of_text(problem.to_owned(), (1, 1))
}

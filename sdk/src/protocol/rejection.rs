//! Whatever rejected a request by its HTTP status: the platform, or a proxy before it.

use http::StatusCode;
use serde_json::Value;

use crate::data::unverified_json;
use crate::error::{ApiError, Detail, ErrorCode, Link, Verdict};
use crate::request::CallInfo;
use crate::wire::Received;

/// Statuses that platform and proxies respond with before anything is done. All but 400 tell enough
/// without a code: failures of the platform itself have that, too.
const BEFORE_ANYTHING: &[u16] =
    &[400, 401, 403, 404, 405, 407, 411, 413, 414, 415, 417, 421, 426, 429, 431];

/// How many details and links are taken out of a body.
const MANY: usize = 100;

/// Reads whatever stands in the body: an error of v3, a proxy's page, or nothing.
pub(super) fn read(call: &CallInfo, verified: bool, received: &Received) -> ApiError {
    // A body that is large or holds very much is kept alone: anybody may have written it.
    let json = unverified_json(&received.body).unwrap_or_default();
    let code = text(&json, "code").filter(|code| !code.is_empty()).map(ErrorCode::from);
    let verdict = judge(received.status, code.as_ref(), verified);
    ApiError {
        code,
        gateway_code: None,
        gateway_message: None,
        message: text(&json, "message"),
        links: links(&json["links"]),
        details: items(&json["details"]).filter_map(detail).take(MANY).collect(),
        verified,
        trace_id: None,
        documented: call.error_codes,
        is_temporary: verdict == Verdict::Busy || received.status.is_server_error(),
        verdict,
    }
}

/// What a status and a code say. What nobody signed proves that nothing was done only where that is so of
/// every such response, whoever wrote it.
fn judge(status: StatusCode, code: Option<&ErrorCode>, verified: bool) -> Verdict {
    let before_anything = BEFORE_ANYTHING.contains(&status.as_u16());
    let unknown = match code {
        _ if !status.is_client_error() => true,
        Some(code) if code.is_unknown_outcome() => true,
        Some(_) if verified => false,
        // A proxy may have a code of its own: `{"code":"timeout"}` with 408.
        Some(code) => !code.is_platform() || !before_anything,
        None => !before_anything || status == StatusCode::BAD_REQUEST,
    };
    let limits = ["app-call-limited", "method-call-limited"];
    let limited = code.is_some_and(|code| limits.contains(&code.as_str()));
    match code {
        _ if unknown => Verdict::Unknown,
        _ if limited || status == StatusCode::TOO_MANY_REQUESTS => Verdict::Busy,
        Some(code) if !code.is_platform() => Verdict::Business,
        _ => Verdict::Protocol,
    }
}

pub(super) fn text(json: &Value, name: &str) -> Option<String> {
    match json.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn items(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

/// A list of objects as in the official documents, or one text as in the official models.
fn links(json: &Value) -> Vec<Link> {
    match json {
        Value::String(link) if !link.is_empty() => {
            vec![Link { link: link.clone(), ..Link::default() }]
        }
        Value::Object(_) => link(json).into_iter().collect(),
        _ => items(json).filter_map(link).take(MANY).collect(),
    }
}

fn link(json: &Value) -> Option<Link> {
    if let Value::String(link) = json {
        return Some(Link { link: link.clone(), ..Link::default() });
    }
    Some(Link { link: text(json, "link")?, desc: text(json, "desc"), rel: text(json, "rel") })
}

fn detail(json: &Value) -> Option<Detail> {
    json.is_object().then(|| Detail {
        field: text(json, "field"),
        value: text(json, "value"),
        location: text(json, "location"),
        issue: text(json, "issue"),
        description: text(json, "description"),
    })
}

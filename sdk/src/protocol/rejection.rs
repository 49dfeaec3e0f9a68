//! Whatever rejected a request by its HTTP status: the platform, or a proxy before it.

use http::StatusCode;
use serde_json::Value;

use super::hint;
use super::reader::Reader;
use crate::error::{ApiError, Detail, Early, ErrorCode, Link, Verdict};
use alipay_sdk_core::{
    data::unverified_json,
    json::Claims,
    wire::{Charset, Received, unverified},
};

/// Statuses that platform and proxies respond with before anything is done. To a read all but 400
/// tell enough without a code.
const BEFORE_ANYTHING: &[u16] =
    &[400, 401, 403, 404, 405, 407, 411, 413, 414, 415, 417, 421, 426, 429, 431];

/// How many details and links are taken out of a body.
const MANY: usize = 100;

/// Reads whatever stands in the body: an error of v3, a proxy's page, or nothing.
pub(super) fn read(reader: &Reader<'_>, verified: bool, received: &Received) -> ApiError {
    let text = unverified(&received.body, &Charset::all(&received.headers));
    let claims = Claims::read(&text).ok().flatten().unwrap_or_default();
    let json = unverified_json(text.as_bytes()).unwrap_or_default();
    let code = claims.code("code").ok().flatten().map(ErrorCode::from);
    let verdict = judge(reader, received.status, code.as_ref(), verified);
    let hint = hint::of_rejection(reader, code.as_ref().map(ErrorCode::as_str), received);
    ApiError {
        code,
        gateway_code: None,
        gateway_message: None,
        message: claims.text("message"),
        expected: claims.text("expected"),
        links: links(&json["links"]),
        details: items(&json["details"]).filter_map(detail).take(MANY).collect(),
        verified,
        trace_id: None,
        documented: reader.call.error_codes,
        is_temporary: verdict == Verdict::Busy || received.status.is_server_error(),
        verdict,
        hint,
    }
}

/// What a code and a status say. The status is not signed, so it can make an outcome unknown, but
/// never known.
fn judge(
    reader: &Reader<'_>,
    status: StatusCode,
    code: Option<&ErrorCode>,
    verified: bool,
) -> Verdict {
    let early = code.and_then(|code| reader.codes.find(code.as_str()));
    match code {
        _ if !status.is_client_error() => Verdict::Unknown,
        _ if !verified && reader.is_read() => judge_read(status, code.is_some(), early),
        // To a write it proves something only by a code of a request that the platform cannot
        // take. One that counts calls knows the application, and signs: a limit proves nothing.
        _ if !verified => match early {
            Some(Early::Rejected) if is_before_anything(status) => Verdict::Protocol,
            _ => Verdict::Unknown,
        },
        Some(code) if early.is_none() && code.is_unknown_outcome() => Verdict::Unknown,
        Some(_) => early.map_or(Verdict::Business, Verdict::from),
        None => Verdict::Unknown,
    }
}

/// What an unsigned response to a read says.
fn judge_read(status: StatusCode, has_code: bool, early: Option<Early>) -> Verdict {
    let tells = if has_code { early.is_some() } else { status != StatusCode::BAD_REQUEST };
    match early {
        _ if !tells || !is_before_anything(status) => Verdict::Unknown,
        Some(Early::Limited) => Verdict::Busy,
        _ if status == StatusCode::TOO_MANY_REQUESTS => Verdict::Busy,
        _ => Verdict::Protocol,
    }
}

/// Whether somebody may respond with this status before anything is done.
pub(super) fn is_before_anything(status: StatusCode) -> bool {
    BEFORE_ANYTHING.contains(&status.as_u16())
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
pub(super) fn links(json: &Value) -> Vec<Link> {
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

//! An error of TOP.

use http::StatusCode;

use crate::error::{ApiError, Early, ErrorCode, Verdict};
use crate::protocol::hint;
use crate::protocol::reader::Reader;
use crate::protocol::rejection::is_before_anything;
use alipay_sdk_core::{data::Json, wire::Received};

/// Reads what stands below `error_response`. It is not signed.
pub(super) fn read(reader: &Reader<'_>, json: &Json, received: &Received) -> ApiError {
    let field = |name| json.get(name).map(scalar).filter(|text| !text.is_empty());
    let gateway_code = field("code").map(|code| code.trim().to_owned());
    let sub_code = field("sub_code");
    let codes = (gateway_code.as_deref(), sub_code.as_deref());
    let (verdict, is_temporary) = judge(reader, codes, received.status);
    let hint = [codes.1, codes.0].into_iter().flatten();
    let hint = hint.filter_map(|code| hint::clock(code, &received.headers, reader.now)).next();
    ApiError {
        code: sub_code.map(ErrorCode::from),
        gateway_code,
        gateway_message: field("msg"),
        message: field("sub_msg").or_else(|| field("msg")),
        expected: field("expected"),
        links: Vec::new(),
        details: Vec::new(),
        verified: false,
        trace_id: field("request_id"),
        documented: reader.call.error_codes,
        verdict,
        is_temporary,
        hint,
    }
}

/// The verdict, and whether a later retry may succeed: TOP or the service behind it failed
/// (`isp.…`, code 10), or there were too many calls. Nobody signs a rejection, so one proves that
/// nothing was done by its sub-code, or by its code, on the list alone, under TOP's own status or
/// one of a rejection; and too many calls are TOP's word only with its own status.
fn judge(
    reader: &Reader<'_>,
    (code, sub_code): (Option<&str>, Option<&str>),
    status: StatusCode,
) -> (Verdict, bool) {
    let starts_with = |prefix| sub_code.is_some_and(|code: &str| code.starts_with(prefix));
    let (is_caller, is_service) = (starts_with("isv."), starts_with("isp."));
    let find = |code: Option<&str>| code.and_then(|code| reader.codes.find(code));
    let early = find(sub_code).or_else(|| find(code)).filter(|_| !is_service);
    let is_busy = early == Some(Early::Limited);
    let verdict = match early {
        Some(_) if !status.is_success() && !is_before_anything(status) => Verdict::Unknown,
        Some(Early::Limited) if !status.is_success() => Verdict::Protocol,
        Some(early) => Verdict::from(early),
        None => Verdict::Unknown,
    };
    (verdict, is_service || !is_caller && (is_busy || code == Some("10")))
}

/// How much of a text of an error is kept, in characters.
const LONGEST: usize = 16 << 10;

/// A scalar as text; of a long one the start.
pub(super) fn scalar(json: &Json) -> String {
    match json {
        Json::String(text) => start(text).to_owned(),
        Json::Null => String::new(),
        other => start(&other.to_string()).to_owned(),
    }
}

fn start(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

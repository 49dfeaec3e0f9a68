//! An error of TOP.

use crate::data::Json;
use crate::error::{ApiError, ErrorCode, Verdict};
use crate::request::CallInfo;

/// Reads what stands below `error_response`. It is not signed.
pub(super) fn read(call: &CallInfo, json: &Json) -> ApiError {
    let field = |name| json.get(name).map(scalar).filter(|text| !text.is_empty());
    let gateway_code = field("code");
    let number = gateway_code.as_deref().and_then(|code| code.trim().parse().ok());
    let sub_code = field("sub_code");
    let (verdict, is_temporary) = judge(number, sub_code.as_deref());
    ApiError {
        code: sub_code.map(ErrorCode::from),
        gateway_code,
        gateway_message: field("msg"),
        message: field("sub_msg").or_else(|| field("msg")),
        links: Vec::new(),
        details: Vec::new(),
        verified: false,
        trace_id: field("request_id"),
        documented: call.error_codes,
        verdict,
        is_temporary,
    }
}

/// The verdict, and whether a later retry may succeed: TOP or the service behind it failed (`isp.…`, code 10), or
/// there were too many calls (7, 8). After `isv.…` the request is wrong. A service that failed on the way (10) or
/// inside (15, 50) may have done what it was asked all the same.
fn judge(code: Option<i64>, sub_code: Option<&str>) -> (Verdict, bool) {
    let starts_with = |prefix| sub_code.is_some_and(|code: &str| code.starts_with(prefix));
    let (is_caller, is_service) = (starts_with("isv."), starts_with("isp."));
    let is_busy = matches!(code, Some(7 | 8));
    let verdict = match code {
        _ if is_busy => Verdict::Busy,
        _ if is_caller => Verdict::Protocol,
        _ if is_service => Verdict::Unknown,
        Some(10 | 15 | 50) => Verdict::Unknown,
        _ => Verdict::Protocol,
    };
    (verdict, is_service || !is_caller && (is_busy || code == Some(10)))
}

/// How much of a text of an error is kept, in characters.
const LONGEST: usize = 16 << 10;

/// A scalar as text; of a long one the start.
pub(super) fn scalar(json: &Json) -> String {
    match json {
        Json::String(text) => {
            let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
            text[..end].to_owned()
        }
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

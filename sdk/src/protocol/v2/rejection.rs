//! An error of the v2 gateway.

use serde_json::Value;

use crate::error::{ApiError, ErrorCode, Verdict};
use crate::protocol::rejection::text;
use crate::request::CallInfo;

/// The code under which the gateway passes the errors of the business on.
const BUSINESS: &str = "40004";

/// What stands in a text, when that is a rejection.
pub(super) fn find(content: &[u8]) -> Option<Value> {
    serde_json::from_slice(content).ok().filter(is_rejection)
}

/// Some successes have no code, so a rejection has a `sub_code`, or a code that says no. 10003 is a
/// payment that is still in progress.
pub(super) fn is_rejection(json: &Value) -> bool {
    let field = |name| text(json, name).unwrap_or_default();
    let accepted = matches!(&*field("code"), "" | "10000" | "10003");
    !accepted || !field("sub_code").is_empty()
}

/// Reads what stands below `error_response`, or below the name of the method.
pub(super) fn read(call: &CallInfo, verified: bool, json: &Value) -> ApiError {
    let field = |name| text(json, name).filter(|text| !text.is_empty());
    let gateway_code = field("code").unwrap_or_default();
    let code = field("sub_code").or_else(|| field("code")).map(ErrorCode::from);
    let verdict = judge(&gateway_code, code.as_ref(), verified);
    ApiError {
        is_temporary: verdict == Verdict::Busy || gateway_code == "20000",
        verdict,
        code,
        gateway_code: Some(gateway_code),
        gateway_message: field("msg"),
        message: field("sub_msg").or_else(|| field("msg")),
        links: Vec::new(),
        details: Vec::new(),
        verified,
        trace_id: None,
        documented: call.error_codes,
    }
}

/// The status of every response is 200; the gateway's own code sorts them. What it rejects itself, it does
/// before anything is done.
fn judge(gateway_code: &str, code: Option<&ErrorCode>, verified: bool) -> Verdict {
    let is_client_error = gateway_code == "20001" || gateway_code.starts_with('4');
    let is_business = gateway_code == BUSINESS;
    let limits = ["app-call-limited", "method-call-limited"];
    let limited = code.is_some_and(|code| limits.contains(&code.as_str()));
    let unknown = match code {
        _ if !is_client_error => true,
        Some(code) if is_business => code.is_unknown_outcome() || !verified,
        Some(_) => false,
        None => true,
    };
    match code {
        _ if unknown => Verdict::Unknown,
        _ if limited || gateway_code == "40005" => Verdict::Busy,
        Some(_) if is_business => Verdict::Business,
        _ => Verdict::Protocol,
    }
}

//! An error of the v2 gateway.

use http::StatusCode;

use crate::error::{ApiError, Early, ErrorCode, Verdict};
use crate::protocol::hint;
use crate::protocol::reader::Reader;
use crate::protocol::rejection::{is_before_anything, links};
use alipay_sdk_core::{
    data::{DecodeError, unverified_json},
    json::Claims,
    wire::Received,
};

/// The code under which the gateway passes the errors of the business on.
const BUSINESS: &str = "40004";

/// Whether that is a rejection: some successes have no code, so it is one that has a `sub_code`, or
/// a code that says no. 10003 is a payment that is still in progress.
///
/// # Errors
/// When that cannot be told.
pub(super) fn is_rejection(claims: &Claims<'_>) -> Result<bool, DecodeError> {
    let code = claims.code("code")?;
    let accepted = matches!(code.as_deref(), None | Some("10000" | "10003"));
    Ok(claims.code("sub_code")?.is_some() || !accepted)
}

/// Reads what stands below `error_response`, or below the name of the method. `text` is all of it.
pub(super) fn read(
    reader: &Reader<'_>,
    verified: bool,
    claims: &Claims<'_>,
    (text, received): (&str, &Received),
) -> ApiError {
    // Of a large text the codes and the message are read alone: anybody may have written it.
    let json = unverified_json(text.as_bytes()).unwrap_or_default();
    let code = |name| claims.code(name).ok().flatten();
    let said = |name| claims.text(name).filter(|text| !text.is_empty());
    let gateway_code = code("code").unwrap_or_default();
    let code = code("sub_code").or_else(|| code("code")).map(ErrorCode::from);
    let codes = (&*gateway_code, code.as_ref());
    let verdict = judge(reader, received.status, codes, verified);
    let hint = hint::of_rejection(reader, code.as_ref().map(ErrorCode::as_str), received);
    ApiError {
        is_temporary: verdict == Verdict::Busy || gateway_code == "20000",
        verdict,
        code,
        gateway_code: Some(gateway_code),
        gateway_message: said("msg"),
        message: said("sub_msg").or_else(|| said("msg")),
        expected: said("expected"),
        links: links(&json["links"]),
        details: Vec::new(),
        verified,
        trace_id: None,
        documented: reader.call.error_codes,
        hint,
    }
}

/// The gateway's own code sorts its responses. What it rejects itself, it does before anything is
/// done. Unsigned, a rejection of a write proves that only by a code of the list.
fn judge(
    reader: &Reader<'_>,
    status: StatusCode,
    (gateway_code, code): (&str, Option<&ErrorCode>),
    verified: bool,
) -> Verdict {
    let early = code.and_then(|code| reader.codes.find(code.as_str()));
    let is_client_error = gateway_code == "20001" || gateway_code.starts_with('4');
    let is_limited = early == Some(Early::Limited) || gateway_code == "40005";
    // The gateway responds with 200. Any other status comes from something on the way and is not
    // signed, so it may make an outcome unknown, but never known.
    let is_early = gateway_code != BUSINESS && (early.is_some() || is_limited);
    let may_be_the_gateways = is_early && is_before_anything(status);
    if !status.is_success() && !may_be_the_gateways {
        return Verdict::Unknown;
    }
    match code {
        Some(code) if gateway_code == BUSINESS => match early {
            _ if !verified || code.is_unknown_outcome() => Verdict::Unknown,
            Some(Early::Limited) => Verdict::Busy,
            _ => Verdict::Business,
        },
        Some(_) if is_client_error && (verified || reader.is_read()) => {
            if is_limited {
                Verdict::Busy
            } else {
                Verdict::Protocol
            }
        }
        // A limit that nobody signed proves nothing.
        Some(_) if is_client_error && early == Some(Early::Rejected) => Verdict::Protocol,
        _ => Verdict::Unknown,
    }
}

//! What the Python SDKs make of a response, and of a call that is wrong.

use alipay_end_to_end::verdict::Verdict;
use serde_json::Value;

/// Of an outcome that `call.py` printed.
pub(crate) fn of_python(outcome: &Value) -> Verdict<'_> {
    let Some(error) = outcome["error"].as_str() else {
        let code = outcome["done"]["sub_code"].as_str();
        return code.map_or(Verdict::Taken, Verdict::Rejected);
    };
    let message = outcome["message"].as_str().unwrap_or_default();
    match error {
        "AliPayValidationError" => Verdict::Untrusted,
        "ResponseException" if message.contains("sign verify failed") => Verdict::Untrusted,
        "ResponseException" if message.contains("shape maybe illegal") => Verdict::Unreadable,
        "AliPayException" => Verdict::Rejected(code(message)),
        "HTTPError" => Verdict::Rejected(""),
        // It cannot write its own parameters.
        "TypeError" if message.contains("quote_from_bytes") => Verdict::NotSent,
        "JSONDecodeError" | "UnicodeDecodeError" | "TypeError" => Verdict::Unreadable,
        "RemoteDisconnected" | "ConnectionResetError" | "IncompleteRead" | "URLError" => {
            Verdict::NoResponse
        }
        _ => panic!("neither response nor error: {outcome}"),
    }
}

/// The code in an error that holds the whole response: the one of the method, or else the one of
/// the gateway.
fn code(message: &str) -> &str {
    let of = |mark: &str| message.split_once(mark)?.1.split(['"', ',']).next();
    of("\"sub_code\":\"").or_else(|| of("code:")).unwrap_or_default()
}

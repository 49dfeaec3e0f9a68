//! What the Node SDK makes of a response, and of a call that is wrong.

use alipay_end_to_end::verdict::Verdict;
use serde_json::Value;

/// Of an outcome that `call.mjs` printed.
pub(crate) fn of_node(outcome: &Value) -> Verdict<'_> {
    if outcome.get("error").is_none() {
        return Verdict::Taken;
    }
    match (outcome["error"].as_str(), outcome["code"].as_str()) {
        // A missing signature is none that its crypto library takes.
        (Some("TypeError"), Some("ERR_INVALID_ARG_TYPE")) => Verdict::Untrusted,
        (_, Some("response-signature-verify-error" | "response-alipay-sn-verify-error")) => {
            Verdict::Untrusted
        }
        (_, Some("decrypt-error")) | (Some("SyntaxError"), _) => Verdict::Unreadable,
        // What it decrypted is no text.
        (Some("Error"), None) if outcome["message"] == "Malformed UTF-8 data" => {
            Verdict::Unreadable
        }
        (Some("AlipayRequestError"), Some(code)) => Verdict::Rejected(code),
        (Some("AlipayRequestError"), None) if outcome["status"].is_null() => Verdict::NoResponse,
        _ => panic!("neither response nor error: {outcome}"),
    }
}

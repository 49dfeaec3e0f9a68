//! What each SDK makes of a response, and of a call that is wrong.

use alipay_sdk::{Error, ErrorKind, Json, Response};
use serde_json::Value;

/// What became of a call, in the words of neither SDK.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict<'a> {
    /// The response was handed to the caller.
    Taken,
    /// Accepted, but not processed yet.
    NotProcessed,
    /// An error response was handed to the caller, with this code.
    Rejected(&'a str),
    /// The response is not provably the platform's.
    Untrusted,
    /// The response is not what was expected.
    Unreadable,
    /// There is no response.
    NoResponse,
    /// Nothing was sent.
    NotSent,
}

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

/// Of a result of this SDK.
pub(crate) fn of_ours(result: &Result<Response<Json>, Error>) -> Verdict<'_> {
    let Err(error) = result else { return Verdict::Taken };
    match error.kind() {
        ErrorKind::NotProcessed => Verdict::NotProcessed,
        ErrorKind::Api(error) => {
            Verdict::Rejected(error.code.as_ref().map_or("", |code| code.as_str()))
        }
        ErrorKind::Signature(_) => Verdict::Untrusted,
        ErrorKind::Decryption(_) | ErrorKind::Decode(_) => Verdict::Unreadable,
        ErrorKind::Transport(_) => Verdict::NoResponse,
        ErrorKind::Configuration { .. } | ErrorKind::Request { .. } | ErrorKind::Signing(_) => {
            Verdict::NotSent
        }
        _ => panic!("{error}"),
    }
}

//! What a response is that should carry a signature, and carries none.

use super::hint;
use super::reader::Reader;
use super::rejection;
use crate::error::SignatureError;
use alipay_sdk_core::{
    json::Claims,
    redact,
    trust::SignatureProblem,
    wire::{Charset, Received, unverified},
};

/// What the protocol has found in a response.
pub(super) enum Found<'a> {
    /// A text that is encrypted.
    Ciphertext,
    /// The response to another method, in a field of this name.
    Other(&'a str),
    /// Neither.
    Unknown,
}

const EMPTY: &str = "it is empty: something on the way cut it off or responded itself; query the \
                     outcome of the call";
const CANCELLED: &str = "it is empty: the buyer canceled, and the app got no `result`; look at its `resultStatus`, and query the trade";
const WHOLE: &str = "it is the whole object that the app got: pass the field `result` unchanged";
const REJECTION: &str = "it is an unsigned rejection with the status of a success: its code is \
                         only a hint; query the outcome of the call";
const CIPHERTEXT: &str = "it is encrypted, but carries no signature, although the platform signs \
                          encrypted responses: check what removed the signature, and that \
                          signing (接口加签方式) is set up for the application";
const CHARSET: &str = "it carries no signature, and is neither UTF-8 nor GBK: something on the \
                       way responded; query the outcome of the call";

/// The error of a response without a signature; `is_rejection` says whether it claims to be a
/// rejection.
pub(super) fn error(
    reader: &Reader<'_>,
    received: &Received,
    found: Found<'_>,
    is_rejection: impl FnOnce(&Claims<'_>) -> bool,
) -> SignatureError {
    let problem = SignatureProblem::Missing;
    let error = |hint: Option<String>| SignatureError { problem, claimed: None, hint };
    let carried = hint::carrier(reader).is_some();
    if received.body.trim_ascii().is_empty() {
        return error(Some(if carried { CANCELLED } else { EMPTY }.to_owned()));
    }
    if let Some(page) = hint::page(reader, received) {
        return error(Some(page));
    }
    let text = unverified(&received.body, &Charset::all(&received.headers));
    match (found, Claims::read(&text)) {
        (Found::Ciphertext, _) => error(Some(CIPHERTEXT.to_owned())),
        (_, Ok(Some(claims))) if claims.has("result") && claims.has("resultStatus") => {
            error(Some(WHOLE.to_owned()))
        }
        (_, Ok(Some(claims))) if is_rejection(&claims) => SignatureError {
            claimed: Some(rejection::read(reader, false, received)),
            ..error(Some(REJECTION.to_owned()))
        },
        (Found::Other(name), _) => error(Some(format!(
            "it responds to another method (`{}`): verify it as the response of that operation",
            redact::line(name)
        ))),
        (Found::Unknown, Ok(Some(_))) => error(None),
        (Found::Unknown, _) if std::str::from_utf8(&received.body).is_err() => {
            error(Some(CHARSET.to_owned()))
        }
        (Found::Unknown, _) => error(None),
    }
}

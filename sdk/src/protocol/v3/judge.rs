//! Whether a body is a rejection, whatever the status says.

use crate::error::{EarlyCodes, ErrorCode};
use crate::protocol::contract::Exchange;
use alipay_sdk_core::{
    data::DecodeError,
    json::Claims,
    wire::{Charset, Received, decoded, unverified},
};

/// Whether a body is that of a rejection: an object with a `code` that the documents do not name as
/// a field of the response. Message, links and whatever else there is do not matter. A large body
/// that nobody has verified is none: anybody may have written it.
///
/// # Errors
/// When that cannot be told.
pub(super) fn is_rejection(
    exchange: &Exchange,
    received: &Received,
    verified: bool,
) -> Result<bool, DecodeError> {
    let (body, charsets) = (&received.body, Charset::all(&received.headers));
    let text = if verified { decoded(body, &charsets) } else { unverified(body, &charsets) };
    match Claims::read(&text)? {
        Some(claims) => claims_rejection(exchange, &claims),
        None => Ok(false),
    }
}

/// The same of the read part of a body.
pub(super) fn claims_rejection(
    exchange: &Exchange,
    claims: &Claims<'_>,
) -> Result<bool, DecodeError> {
    let documents = exchange.shape.documents;
    if documents("sub_code") != Some(true) && claims.code("sub_code")?.is_some() {
        return Ok(true);
    }
    let Some(code) = claims.code("code")? else { return Ok(false) };
    // Codes of rejections are words; numbers are those of responses with a field of that name.
    let is_word = code.contains(|letter: char| letter.is_ascii_alphabetic());
    Ok(match documents("code") {
        Some(false) => code != "10000",
        None => is_word,
        Some(true) => is_word && (claims.has("message") || is_known(exchange, &code)),
    })
}

/// Whether the platform or this operation rejects with this code.
fn is_known(exchange: &Exchange, code: &str) -> bool {
    let documented =
        exchange.call.error_codes.contains(&code) || EarlyCodes::V3.find(code).is_some();
    let code = ErrorCode::from(code);
    documented || !code.is_platform() && code.is_unknown_outcome() || code == "unknow-error"
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use http::{HeaderMap, Method, StatusCode};

    use super::*;
    use crate::operation_info::Idempotency;
    use crate::request::CallInfo;
    use crate::response::Shape;
    use alipay_sdk_core::data::Json;
    use alipay_sdk_core::wire::RawBody;

    fn judged(documents: fn(&str) -> Option<bool>, body: &str) -> Result<bool, DecodeError> {
        let call = CallInfo {
            operation: Cow::Borrowed("a.b"),
            method: Method::POST,
            idempotency: Idempotency::Never,
            error_codes: &["MENU_NOT_EXIST"],
        };
        let shape = Shape { documents, ..Shape::of::<Json>() };
        let exchange = Exchange { call, shape, encrypted: false };
        let (headers, body) = (HeaderMap::new(), RawBody::new(body.to_owned().into()));
        is_rejection(&exchange, &Received { status: StatusCode::OK, headers, body }, true)
    }

    #[test]
    fn a_code_is_one_of_a_rejection_unless_the_documents_name_a_field_so() {
        for (body, undocumented, untyped, documented) in [
            (r#"{"code":"A.B","message":null}"#, true, true, true),
            (r#"{"code":"MENU_NOT_EXIST"}"#, true, true, true),
            (r#"{"code":"ACQ.SYSTEM_ERROR"}"#, true, true, true),
            (r#"{"code":"invalid-signature"}"#, true, true, true),
            (r#"{"code":"SUCCESS","msg":"m"}"#, true, true, false),
            (r#"{"code":"success"}"#, true, true, false),
            (r#"{"code":"200","msg":"m"}"#, true, false, false),
            (r#"{"code":200}"#, true, false, false),
            (r#"{"code":"10000","msg":"Success"}"#, false, false, false),
            (r#"{"code":"40004","sub_code":"A.B"}"#, true, true, true),
            (r#"{"message":"m"}"#, false, false, false),
            ("[]", false, false, false),
        ] {
            assert_eq!(judged(|_| Some(false), body), Ok(undocumented), "{body}");
            assert_eq!(judged(|_| None, body), Ok(untyped), "{body}");
            let judged = judged(|name| Some(name == "code"), body);
            assert_eq!(judged, Ok(documented), "{body}");
        }
    }
}

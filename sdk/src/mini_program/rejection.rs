//! What a mini program gets in the place of data: a code, and why.

use serde_json::Value;

use super::error::OpenDataRejection;
use alipay_sdk_core::redact;

/// The code of data.
const SUCCESS: &str = "10000";

/// The rejection that this content is. Data has the code of success, and content without any code
/// is no rejection, but nothing that is understood.
pub(super) fn find(content: &Value, verified: bool) -> Option<OpenDataRejection> {
    let code = text(content, &["code"]);
    let sub_code = text(content, &["subCode", "sub_code"]);
    if code.is_empty() && sub_code.is_empty() || code == SUCCESS && sub_code.is_empty() {
        return None;
    }
    let message = text(content, &["subMsg", "sub_msg", "msg", "message"]);
    Some(OpenDataRejection { code, sub_code, message, verified })
}

/// Whether this content has the code of data.
pub(super) fn is_data(content: &Value) -> bool {
    text(content, &["code"]) == SUCCESS
}

/// The first of these fields that says something, as it may be shown.
fn text(content: &Value, names: &[&str]) -> String {
    let scalar = |name: &&str| match content.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let found = names.iter().filter_map(scalar).find(|text| !text.is_empty());
    redact::line(&found.unwrap_or_default())
}

//! Tokens as the v2 gateway writes them: their methods are older than its other responses.

use serde_json::Value;

/// Whether a method gives tokens: a success has no `code`, and a rejection stands below
/// `error_response`.
pub(super) fn is_token_method(method: &str) -> bool {
    matches!(method, "alipay.system.oauth.token" | "alipay.open.auth.token.app")
}

/// Writes seconds as numbers, which are text in v3.
pub(super) fn write_seconds(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let number = value.as_str().and_then(|text| text.parse::<u64>().ok());
                match number.filter(|_| name.ends_with("expires_in")) {
                    Some(number) => *value = number.into(),
                    None => write_seconds(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(write_seconds),
        _ => {}
    }
}

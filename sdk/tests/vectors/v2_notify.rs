//! Which notifications are accepted: `v2_notify.json`.

use alipay_sdk::PublicKey;
use alipay_sdk::notify::{NotificationError, NotificationVerifier};
use serde_json::Value;

use crate::common::{check, load, read, same, text};

#[test]
fn notifications_are_accepted_and_refused_as_the_rules_say() {
    check(&load("v2_notify.json"), |vector| {
        let key = PublicKey::parse(read(text(vector, "/input/alipay_public_key")?));
        let key = key.map_err(|error| error.to_string())?;
        let verifier = NotificationVerifier::new(key, "").any_app_id();
        let body = text(vector, "/input/form_body")?.as_bytes();
        let params = &vector["input"]["params"];
        let signed = signed(vector)?;
        if params["sign_type"] == "RSA" {
            let strict = verifier.verify(body).err();
            let refused = matches!(strict, Some(NotificationError::SignType { .. }));
            same("refused unless RSA is allowed", &refused, &true)?;
        }
        match (accepts(vector)?, verifier.allow_rsa(true).verify(body)) {
            (true, Ok(notification)) => {
                let received = serde_json::to_value(notification.parameters());
                same("parameters", &received.map_err(|error| error.to_string())?, &signed)
            }
            (false, Err(_)) => Ok(()),
            (_, other) => Err(format!("wrong verdict: {other:?}")),
        }
    });
}

/// The parameters that the signed text holds: empty ones that were not signed are dropped.
fn signed(vector: &Value) -> Result<Value, String> {
    let params = vector["input"]["params"].as_object().ok_or("the vector has no parameters")?;
    let unsigned_empty = vector["expected"]["accept"] == "open question";
    let mut params = params.clone();
    params.retain(|_, value| !unsigned_empty || *value != "");
    Ok(Value::Object(params))
}

/// What the sources do not agree about is accepted: empty values that were not signed.
fn accepts(vector: &Value) -> Result<bool, String> {
    match &vector["expected"]["accept"] {
        Value::Bool(accept) => Ok(*accept),
        Value::String(open) if open == "open question" => Ok(true),
        other => Err(format!("unknown verdict {other}")),
    }
}

//! The platform's side of the v2 gateway.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;

use super::keys::KEYS;
use super::platform::APP_ID;
use super::posted::Posted;
use super::response::Content;
use super::side::{Side, Signed, Told, Wrong, check_app, check_signature, json};
use alipay_sdk_core::{
    KeyError, SignType,
    data::Json,
    protocol::v2::{request_text, response_field},
};

/// The v2 gateway.
pub(super) struct V2;

impl Side for V2 {
    fn verify(&self, posted: &Posted) -> Result<Json, Wrong> {
        check_app("app_id", posted.parameter("app_id"), APP_ID)?;
        let text = request_text(&posted.parameters);
        check_signature(sign_type(posted), &text, posted.parameter("sign"))?;
        json(posted.parameter("biz_content").as_bytes(), is_encrypted(posted))
    }

    fn respond(&self, told: &Told<'_>) -> Result<Signed, Wrong> {
        let Told { posted, content, response } = *told;
        let field = response_field(&posted.operation);
        let value = match content {
            Content::Success(text) => {
                let text = success(text)?;
                match is_encrypted(posted) {
                    true => json!(KEYS.encrypt.encrypt(text.to_string().as_bytes())),
                    false => text,
                }
            }
            Content::Rejection { code, message } => {
                let (gateway_code, gateway_message) = gateway_code(code, response.status);
                json!({
                    "code": gateway_code,
                    "msg": gateway_message,
                    "sub_code": code,
                    "sub_msg": message,
                })
            }
            Content::Recorded(text) => recorded(text, &field)?,
        };
        let value = value.to_string();
        let body = if response.is_signed {
            let signature = sign(sign_type(posted), &value).map_err(|error| error.to_string())?;
            format!(r#"{{"{field}":{value},"sign":"{}"}}"#, STANDARD.encode(signature))
        } else {
            format!(r#"{{"{field}":{value}}}"#)
        };
        Ok(Signed { body: body.into(), status: StatusCode::OK, headers: Vec::new() })
    }
}

fn sign(sign_type: SignType, text: &str) -> Result<Vec<u8>, KeyError> {
    match sign_type {
        SignType::Rsa2 => KEYS.alipay.sign(text.as_bytes()),
        SignType::Rsa => KEYS.alipay.sign_sha1(text.as_bytes()),
    }
}

/// A success as the gateway gives it, with its own code.
fn success(text: &[u8]) -> Result<Json, Wrong> {
    let mut json: Json = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let fields = json.as_object_mut().ok_or("the v2 gateway responds only with objects")?;
    fields.entry("code").or_insert_with(|| json!("10000"));
    fields.entry("msg").or_insert_with(|| json!("Success"));
    Ok(json)
}

/// What stands in the field of the response; or all, when there is no such field.
fn recorded(text: &[u8], field: &str) -> Result<Json, Wrong> {
    let json: Json = serde_json::from_slice(text)
        .map_err(|error| format!("the recorded response is not JSON: {error}"))?;
    Ok(json.get(field).or(json.get("error_response")).cloned().unwrap_or(json))
}

/// The gateway's own code, as it goes with one of the business.
fn gateway_code(code: &str, status: Option<StatusCode>) -> (&'static str, &'static str) {
    match status {
        Some(StatusCode::TOO_MANY_REQUESTS) => ("40005", "Call Limited"),
        Some(status) if status.is_server_error() => ("20000", "Service Currently Unavailable"),
        _ if code.starts_with("isv.") => ("40002", "Invalid Arguments"),
        _ => ("40004", "Business Failed"),
    }
}

fn sign_type(posted: &Posted) -> SignType {
    match posted.parameter("sign_type") {
        "RSA" => SignType::Rsa,
        _ => SignType::Rsa2,
    }
}

fn is_encrypted(posted: &Posted) -> bool {
    posted.parameter("encrypt_type") == "AES"
}

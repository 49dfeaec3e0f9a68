//! Responses of the v2 gateway on the wire: one field named after the method, signed as it stands.

use http::Response;
use serde_json::{Value, json};

use super::check::Caller;
use super::tokens;
use crate::charset::Charset;
use crate::fault::Fault;
use crate::platform::Platform;
use crate::rejection::Rejection;
use crate::{crypto, header};

/// A response. What nobody can be named for is rejected below `error_response`, unsigned.
pub(super) fn signed(
    platform: &Platform,
    caller: &Caller,
    json: &Value,
    fault: Option<&Fault>,
) -> Response<Vec<u8>> {
    let charset = caller.charset;
    let (Some(app), Some(method)) = (&caller.app, &caller.method) else {
        return plain(charset, charset.encode(&json!({ "error_response": json }).to_string()));
    };
    let is_rejection = json.get("sub_code").is_some();
    let name = match is_rejection && tokens::is_token_method(method) {
        true => "error_response".to_owned(),
        false => method.replace('.', "_") + "_response",
    };
    let text = charset.encode(&json.to_string());
    // Of the rejections only those of the business are encrypted.
    let value = match caller.encrypted && (!is_rejection || json["code"] == BUSINESS) {
        true => format!("\"{}\"", crypto::encrypt(&app.encrypt_key, &text)).into_bytes(),
        false => text,
    };
    let signed = if fault == Some(&Fault::WrongSignature) { b"another text" } else { &*value };
    let signature = match caller.sha1 {
        true => platform.sign_sha1(signed),
        false => platform.sign(signed),
    };
    let mut body = [format!("{{\"{name}\":").as_bytes(), &value].concat();
    let mut add = |name: &str, value: &str| {
        body.extend_from_slice(format!(",\"{name}\":\"{value}\"").as_bytes());
    };
    if let Some((signature, serial)) = signature {
        let unknown = fault == Some(&Fault::UnknownSerial);
        let serial = if unknown { "0".repeat(32) } else { serial };
        if caller.certificate_mode {
            add("alipay_cert_sn", &serial);
        }
        if fault != Some(&Fault::MissingSignature) {
            add("sign", &signature);
        }
    }
    body.push(b'}');
    let mut response = plain(charset, body);
    if let Some(fault) = fault {
        fault.spoil(response.body_mut());
    }
    response
}

fn plain(charset: Charset, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    let content_type = format!("text/html;charset={}", charset.name());
    header::set(&mut response, "content-type", &content_type);
    response
}

/// The code of every rejection of the business.
const BUSINESS: &str = "40004";

/// The response when the platform itself fails.
const UNAVAILABLE: (&str, &str, Option<&str>) =
    ("20000", "Service Currently Unavailable", Some("isp"));

/// A rejection in the words of the v2 gateway.
pub(super) fn rejection(rejection: &Rejection) -> Value {
    // Some codes of the documents already have the prefix of their family.
    let (given, code) = match rejection.code.split_once('.') {
        Some((family @ ("isv" | "isp" | "aop"), code)) => (Some(family), code),
        _ => (None, &*rejection.code),
    };
    let of_business = given.is_none() && code.contains(|letter: char| letter.is_ascii_uppercase());
    let (number, msg, family) = match code {
        _ if of_business => (BUSINESS, "Business Failed", None),
        "unknow-error" => UNAVAILABLE,
        _ if given == Some("isp") => UNAVAILABLE,
        _ if given == Some("aop") || code.contains("auth-token") => {
            ("20001", "Insufficient Token Permissions", Some("aop"))
        }
        "app-call-limited" => ("40005", "Call Limited", Some("isv")),
        _ if code.starts_with("missing-") => ("40001", "Missing Required Arguments", Some("isv")),
        _ if code.starts_with("insufficient-") => {
            ("40006", "Insufficient Permissions", Some("isv"))
        }
        _ => ("40002", "Invalid Arguments", Some("isv")),
    };
    let sub_code = match given.or(family) {
        Some(family) => format!("{family}.{code}"),
        None => code.to_owned(),
    };
    let mut json = json!({
        "code": number, "msg": msg, "sub_code": sub_code, "sub_msg": rejection.message,
    });
    if let Some(expected) = &rejection.expected {
        json["expected"] = expected.as_str().into();
    }
    if !rejection.details.is_empty() {
        json["details"] = rejection.body()["details"].clone();
    }
    json
}

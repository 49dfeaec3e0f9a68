//! Responses of the v2 gateway on the wire: one field named after the method, signed as it stands.

use http::Response;
use serde_json::{Value, json};

use super::check::Caller;
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
    let (Some((_, app)), Some(method)) = (&caller.app, &caller.method) else {
        return plain(json!({ "error_response": json }).to_string());
    };
    let name = method.replace('.', "_") + "_response";
    let is_error = !matches!(json["code"].as_str(), Some("10000" | "10003"));
    let value = match caller.encrypted && !is_error {
        true => format!("\"{}\"", crypto::encrypt(&app.encrypt_key, json.to_string().as_bytes())),
        false => json.to_string(),
    };
    let mut body = format!("{{\"{name}\":{value}");
    let text = if fault == Some(&Fault::WrongSignature) { "another text" } else { &*value };
    let signature = match caller.sha1 {
        true => platform.sign_sha1(text.as_bytes()),
        false => platform.sign(text.as_bytes()),
    };
    if let Some((signature, serial)) = signature {
        let unknown = fault == Some(&Fault::UnknownSerial);
        let serial = if unknown { "0".repeat(32) } else { serial };
        if caller.certificate_mode {
            body += &format!(",\"alipay_cert_sn\":\"{serial}\"");
        }
        if fault != Some(&Fault::MissingSignature) {
            body += &format!(",\"sign\":\"{signature}\"");
        }
    }
    let mut response = plain(body + "}");
    if let Some(fault) = fault {
        fault.spoil(response.body_mut());
    }
    response
}

fn plain(body: String) -> Response<Vec<u8>> {
    let mut response = Response::new(body.into_bytes());
    header::set(&mut response, "content-type", "text/html;charset=utf-8");
    response
}

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
        _ if of_business => ("40004", "Business Failed", None),
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

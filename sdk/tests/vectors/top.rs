//! Requests to Taobao TOP and its responses: `top.json`.

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use alipay_sdk::ErrorCode;
use alipay_sdk::top::{Format, SignMethod, TopClient, TopClientBuilder};
use http::Response;
use serde_json::Value;
use url::form_urlencoded;

use crate::client::block_on;
use crate::clock::beijing;
use crate::common::{check, load, same, text};

/// What the client sets itself.
const OWN: &[&str] =
    &["app_key", "format", "method", "session", "sign_method", "simplify", "timestamp", "v"];

#[test]
fn requests_to_top_are_signed_and_its_answers_read_as_the_official_sdks_do() {
    check(&load("top.json"), |vector| {
        if vector["input"]["params"].is_object() { request(vector) } else { answer(vector) }
    });
}

fn request(vector: &Value) -> Result<(), String> {
    let params = &vector["input"]["params"];
    let timestamp = text(vector, "/input/params/timestamp")?;
    let unix = timestamp.parse().ok();
    let time = match unix {
        Some(milliseconds) => UNIX_EPOCH + Duration::from_millis(milliseconds),
        None => beijing(timestamp)?,
    };
    let builder = builder(params)
        .unix_timestamp(unix.is_some())
        .app_key(text(vector, "/input/params/app_key")?)
        .secret(text(vector, "/input/secret")?)
        .clock(move || time);
    let builder = match params["session"].as_str() {
        Some(session) => builder.session(session),
        None => builder,
    };
    let builder = builder.sign_method(match text(vector, "/input/params/sign_method")? {
        "md5" => SignMethod::Md5,
        "hmac" => SignMethod::Hmac,
        "hmac-sha256" => SignMethod::HmacSha256,
        other => return Err(format!("unknown method {other}")),
    });
    let client = builder.build().map_err(|error| error.to_string())?;
    let mut call = client.untyped(text(vector, "/input/params/method")?.to_owned());
    for (name, value) in params.as_object().into_iter().flatten() {
        if !OWN.contains(&&**name) {
            call = call.parameter(name, value.as_str().ok_or("a parameter is not text")?);
        }
    }
    let (request, _) = block_on(call.prepare()).map_err(|error| error.to_string())?;
    let sent = pairs(request.body().as_bytes().ok_or("the body is streamed")?);
    same("sign", &sent["sign"][..], text(vector, "/expected/sign")?)?;
    same("form_body", &sent, &pairs(text(vector, "/expected/form_body")?.as_bytes()))
}

fn answer(vector: &Value) -> Result<(), String> {
    let input = &vector["input"];
    let client = builder(input).app_key("1").secret("s").build();
    let client = client.map_err(|error| error.to_string())?;
    let call = client.untyped(text(vector, "/input/method")?.to_owned());
    let (_, pending) = block_on(call.prepare()).map_err(|error| error.to_string())?;
    let expected = &vector["expected"];
    let wanted = |name: &str| expected[name].as_str();
    match pending.complete(Response::new(text(vector, "/input/body")?.to_owned())) {
        Ok(answer) => {
            same("ok", &Some(true), &expected["ok"].as_bool())?;
            same("request_id", &answer.trace_id(), &wanted("request_id"))?;
            same("normalised", &*answer, &expected["normalised"])
        }
        Err(error) => {
            let api = error.api().ok_or_else(|| format!("not read: {error:?}"))?;
            same("ok", &Some(false), &expected["ok"].as_bool())?;
            let code = api.gateway_code.as_deref().and_then(|code| code.parse().ok());
            same("code", &code, &expected["code"].as_i64())?;
            for (name, found) in [
                ("msg", api.gateway_message.as_deref()),
                ("sub_code", api.code.as_ref().map(ErrorCode::as_str)),
                ("sub_msg", api.message.as_deref()),
                ("request_id", error.trace_id()),
            ] {
                if wanted(name).is_some() {
                    same(name, &found, &wanted(name))?;
                }
            }
            match expected["retry_advised"].as_bool() {
                Some(advised) => same("retry_advised", &api.is_temporary(), &advised),
                None => Ok(()),
            }
        }
    }
}

/// Format and simplification as an object names them.
fn builder(of: &Value) -> TopClientBuilder {
    let simplify = of["simplify"].as_bool() == Some(true) || of["simplify"] == "true";
    let format = if of["format"] == "xml" { Format::Xml } else { Format::Json };
    TopClient::builder().format(format).simplify(simplify).without_transport()
}

fn pairs(text: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(text).into_owned().collect()
}

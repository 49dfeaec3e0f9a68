//! The signed texts for the v2 gateway, and how they are handed on: `v2_request.json`.

use std::collections::BTreeMap;

use alipay_sdk::SignType;
use alipay_sdk::v2::V2;
use alipay_sdk::{Call, Untyped};
use serde_json::Value;
use url::form_urlencoded;

use crate::client::{Recorder, block_on, recorder};
use crate::clock::beijing;
use crate::common::{check, load, same, text};

type Parameters = BTreeMap<String, String>;

/// What the client sets itself.
const OWN: &[&str] = &[
    "alipay_root_cert_sn",
    "app_cert_sn",
    "app_id",
    "biz_content",
    "encrypt_type",
    "method",
    "sign_type",
    "timestamp",
    "version",
];

#[test]
fn requests_of_the_v2_gateway_are_signed_as_the_official_sdks_do() {
    check(&load("v2_request.json"), |vector| {
        let recorder = recorder(vector)?;
        let call = call(vector, &recorder)?;
        let (address, sent) = match text(vector, "/input/kind")? {
            "sdkExecute" => {
                let text = block_on(call.sdk_execute()).map_err(|error| error.to_string())?;
                (None, pairs(&text))
            }
            kind => {
                let page = block_on(call.page_execute()).map_err(|error| error.to_string())?;
                let (address, sent) = match kind {
                    "pageGET" => link(page.link())?,
                    "pagePOST" => form(page.form())?,
                    other => return Err(format!("unknown kind {other}")),
                };
                (Some(address), sent)
            }
        };
        same("string_to_sign", &*recorder.last(), text(vector, "/expected/string_to_sign")?)?;
        if let Some(address) = address {
            same("gateway", &*address, text(vector, "/input/gateway")?)?;
        }
        same("parameters", &sent, &expected(vector)?)
    });
}

/// The call that the vector describes.
fn call(vector: &Value, recorder: &Recorder) -> Result<Call<Untyped<V2>>, String> {
    let time = beijing(text(vector, "/input/params/timestamp")?)?;
    let gateway = text(vector, "/input/gateway")?;
    let client = crate::client::builder(vector)?
        .app_id(text(vector, "/input/params/app_id")?)
        .base_url(gateway.strip_suffix("/gateway.do").ok_or("the gateway has another path")?)
        .signer(recorder.clone())
        .clock(move || time)
        .build()
        .map_err(|error| error.to_string())?;
    let sign_type = match text(vector, "/input/params/sign_type")? {
        "RSA" => SignType::Rsa,
        _ => SignType::Rsa2,
    };
    let params = &vector["input"]["params"];
    let method = text(vector, "/input/params/method")?.to_owned();
    let mut call = client.v2().sign_type(sign_type).untyped(method);
    if let Some(content) = vector["input"]["plain_biz_content"].as_str() {
        call = call.json_text(content);
    }
    if params["encrypt_type"].is_null() {
        call = call.encrypt(false);
    }
    for (name, value) in params.as_object().into_iter().flatten() {
        if !OWN.contains(&&**name) {
            call = call.parameter(name, value.as_str().ok_or("a parameter is not text")?);
        }
    }
    Ok(call)
}

/// The parameters of the vector, signed.
fn expected(vector: &Value) -> Result<Parameters, String> {
    let mut expected = Parameters::new();
    for (name, value) in vector["input"]["params"].as_object().into_iter().flatten() {
        expected.insert(name.clone(), value.as_str().ok_or("a parameter is not text")?.to_owned());
    }
    expected.insert("sign".to_owned(), text(vector, "/expected/sign")?.to_owned());
    Ok(expected)
}

fn pairs(text: &str) -> Parameters {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn link(link: &str) -> Result<(String, Parameters), String> {
    let (address, query) = link.split_once('?').ok_or("the link has no query")?;
    Ok((address.to_owned(), pairs(query)))
}

/// The parameters of a form: those of its address, and its fields.
fn form(html: &str) -> Result<(String, Parameters), String> {
    let action = attribute(html, "action").ok_or("the form has no action")?;
    let (address, mut parameters) = link(&action)?;
    for field in html.split("<input ").skip(1) {
        let name = attribute(field, "name").ok_or("a field has no name")?;
        parameters.insert(name, attribute(field, "value").ok_or("a field has no value")?);
    }
    Ok((address, parameters))
}

fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

/// What a browser reads.
fn unescaped(html: &str) -> String {
    let mut parts = html.split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';').unwrap_or_default();
        let number = entity.strip_prefix('#').and_then(|number| number.parse().ok());
        text.extend(match entity {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "amp" => Some('&'),
            _ => number.and_then(char::from_u32),
        });
        text += rest;
    }
    text
}

//! The signed and sent texts: `v3_request.json`.

use alipay_sdk::{Body, Call, Client, FilePart, Untyped, Upload};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, Method, Request};
use serde_json::Value;

use crate::client::{block_on, recorded};
use crate::common::{check, load, same, text};

#[test]
fn requests_are_signed_and_sent_as_the_official_sdks_do() {
    check(&load("v3_request.json"), |vector| {
        // The target as given: each official SDK encodes its own way, and signs what it sends.
        compare(vector, |client, method| {
            Ok(client.untyped("vector", method, text(vector, "/input/request_uri")?))
        })?;
        let encoded_like_ours = vector["producer"].as_str().is_some_and(|by| by.contains("PHP"));
        if encoded_like_ours {
            compare(vector, |client, method| from_parts(vector, client, method))?;
        }
        Ok(())
    });
}

/// The call from its path, path parameters and query pairs.
fn from_parts(vector: &Value, client: &Client, method: Method) -> Result<Call<Untyped>, String> {
    let input = &vector["input"];
    let path = input["path_template"].as_str().or(input["path"].as_str()).ok_or("no path")?;
    let mut call = client.untyped("vector", method, path);
    for (name, value) in input["path_params"].as_object().into_iter().flatten() {
        call = call.path(name, value.as_str().ok_or("a path parameter is not text")?);
    }
    for pair in input["query_pairs"].as_array().into_iter().flatten() {
        let (name, value) = (pair[0].as_str(), pair[1].as_str());
        call = call.query(name.ok_or("a name is not text")?, value.ok_or("a value is not text")?);
    }
    Ok(call)
}

fn compare(
    vector: &Value,
    call: impl FnOnce(&Client, Method) -> Result<Call<Untyped>, String>,
) -> Result<(), String> {
    let (client, recorder) = recorded(vector)?;
    let method = text(vector, "/input/method")?.parse::<Method>();
    let call = call(&client, method.map_err(|error| error.to_string())?)?;
    let call = with_body(vector, with_options(vector, call)?)?;
    let (request, _) = block_on(call.prepare()).map_err(|error| format!("{error}"))?;

    same("string_to_sign", &*recorder.last(), text(vector, "/expected/string_to_sign")?)?;
    let target = request.uri().path_and_query().map(|target| target.as_str());
    same("request_uri", target.unwrap_or_default(), text(vector, "/input/request_uri")?)?;
    let authorization = header(request.headers(), "authorization");
    same("authorization", authorization, text(vector, "/expected/authorization")?)?;
    let auth_string = format!(" {},sign=", text(vector, "/expected/auth_string")?);
    same("auth_string in it", &authorization.contains(&auth_string), &true)?;
    let signature = authorization.rsplit_once(",sign=").map(|(_, signature)| signature);
    same("signature", signature.unwrap_or_default(), text(vector, "/expected/signature")?)?;
    headers(vector, &request)?;
    body(vector, request)
}

fn with_options(vector: &Value, call: Call<Untyped>) -> Result<Call<Untyped>, String> {
    let call = match vector["input"]["app_auth_token"].as_str() {
        Some(token) => call.app_auth_token(token),
        None => call,
    };
    Ok(call.request_id(text(vector, "/input/request_id")?))
}

fn with_body(vector: &Value, call: Call<Untyped>) -> Result<Call<Untyped>, String> {
    let input = &vector["input"];
    if let Some(body) = input["plain_body"].as_str().filter(|body| !body.is_empty()) {
        return Ok(call.json_text(body));
    }
    let multipart = &input["multipart"];
    if multipart.is_null() {
        return Ok(call);
    }
    let data = multipart["plain_data"].as_str().or(multipart["data"].as_str());
    let mut upload = Upload::new();
    if let Some(data) = data.filter(|data| !data.is_empty()) {
        upload = upload.data_text(data);
    }
    for file in multipart["files"].as_array().into_iter().flatten() {
        let content = BASE64_STANDARD
            .decode(text(file, "/content_base64")?)
            .map_err(|error| error.to_string())?;
        let part = FilePart::new(text(file, "/file_name")?, content);
        upload = upload.file(text(file, "/field")?, part);
    }
    Ok(call.multipart(upload))
}

/// All headers that the protocol knows. `index.json` says which are not to be compared; the type of
/// a body that is not there is everybody's own.
fn headers(vector: &Value, request: &Request<Body>) -> Result<(), String> {
    let expected = vector["expected"]["headers"].as_object().ok_or("no headers")?;
    let encrypted = expected.contains_key("alipay-encrypt-type");
    let no_body = request.method() == Method::GET && !encrypted;
    for (name, value) in expected {
        let ignored = ["user-agent", "alipay-sdk-version", "alipay-encryption-algm"];
        if ignored.contains(&name.as_str()) || (no_body && name == "content-type") {
            continue;
        }
        let value = value.as_str().ok_or("a header is not text")?;
        let got = header(request.headers(), name);
        if value.starts_with("multipart/form-data") {
            same(name, &got.starts_with("multipart/form-data; boundary="), &true)?;
        } else {
            same(name, got, value)?;
        }
    }
    for name in ["alipay-app-auth-token", "alipay-encrypt-type", "alipay-root-cert-sn"] {
        same(name, &request.headers().contains_key(name), &expected.contains_key(name))?;
    }
    Ok(())
}

fn body(vector: &Value, request: Request<Body>) -> Result<(), String> {
    let content_type = header(request.headers(), "content-type").to_owned();
    let body = block_on(request.into_body().read(64 << 20)).map_err(|error| error.to_string())?;
    let expected = &vector["expected"];
    let Some(parts) = expected["wire_parts"].as_array() else {
        let expected = expected["wire_body"].as_str().unwrap_or_default();
        return same("wire_body", &*String::from_utf8_lossy(&body), expected);
    };
    let boundary = content_type.rsplit("boundary=").next().unwrap_or_default();
    let got = split(&body, boundary)?;
    same("number of parts", &got.len(), &parts.len())?;
    for ((head, content), expected) in got.iter().zip(parts) {
        let disposition = text(expected, "/headers/content-disposition")?;
        same("content-disposition", line(head, "content-disposition"), disposition)?;
        let content_type = text(expected, "/headers/content-type")?;
        // The type of a file is a guess; one SDK writes the same for all.
        if disposition.contains("name=\"data\"") || content_type.starts_with("image/") {
            same("content-type of the part", line(head, "content-type"), content_type)?;
        }
        let body = text(expected, "/body_base64")?;
        same("content of the part", &*BASE64_STANDARD.encode(content), body)?;
    }
    Ok(())
}

/// Head and content of each part.
fn split<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<(String, &'a [u8])>, String> {
    let find = |text: &[u8], what: &str| {
        text.windows(what.len()).position(|window| window == what.as_bytes())
    };
    let mut parts = Vec::new();
    let mut rest = body.strip_prefix(format!("--{boundary}\r\n").as_bytes()).ok_or("no start")?;
    loop {
        let head = find(rest, "\r\n\r\n").ok_or("a part without head")?;
        let delimiter = format!("\r\n--{boundary}");
        let end = head + 4 + find(&rest[head + 4..], &delimiter).ok_or("a part without end")?;
        parts.push((String::from_utf8_lossy(&rest[..head]).into_owned(), &rest[head + 4..end]));
        rest = &rest[end + delimiter.len()..];
        if rest == b"--\r\n" {
            return Ok(parts);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or("something after a boundary")?;
    }
}

/// A header of a part.
fn line<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
        .unwrap_or_default()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

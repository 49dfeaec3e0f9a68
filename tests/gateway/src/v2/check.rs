//! What the v2 gateway checks before it looks at the business of a request.

use alipay_codegen::ir::{Body, Operation};
use serde_json::Value;

use crate::app::Known;
use crate::check::{self, Schema};
use crate::crypto;
use crate::form::{Parameters, is_recent};
use crate::gateway::Shared;
use crate::refusal::Refusal;

/// Who calls what, as far as it is known when a request is refused.
#[derive(Default)]
pub(super) struct Caller {
    pub(super) app: Option<(String, Known)>,
    pub(super) method: Option<String>,
    pub(super) certificate_mode: bool,
    pub(super) encrypted: bool,
    /// Whether it signs with SHA-1 (`RSA`), and is answered so.
    pub(super) sha1: bool,
    pub(super) signed_text: Option<String>,
    /// Decrypted.
    pub(super) biz_content: Option<String>,
}

/// A request that passed.
pub(super) struct Checked {
    pub(super) request: check::Checked,
    pub(super) return_url: Option<String>,
}

/// All checks: who, when, what.
pub(super) fn check(
    shared: &Shared,
    mut parameters: Parameters,
    caller: &mut Caller,
) -> Result<Checked, Refusal> {
    // An empty parameter is as good as none: it is not signed either.
    parameters.retain(|_, value| !value.is_empty());
    let get = |name: &str| parameters.get(name).map(String::as_str);
    let required = |name: &str| {
        let code = format!("missing-{}", name.replace('_', "-"));
        get(name).ok_or_else(|| Refusal::new(400, code, format!("缺少{name}参数")))
    };
    caller.method = get("method").map(str::to_owned);
    let app_id = required("app_id")?;
    let app = shared.app(app_id).ok_or_else(|| {
        Refusal::new(400, "invalid-app-id", "无效的AppID参数")
            .expected(format!("an app id of this gateway, not {app_id}"))
    })?;
    caller.app = Some((app_id.to_owned(), app.clone()));
    for (name, expected) in [
        ("charset", &["utf-8", "UTF-8"][..]),
        ("version", &["1.0"]),
        ("sign_type", &["RSA2", "RSA"]),
    ] {
        if !expected.contains(&required(name)?) {
            let code = format!("invalid-{}", name.replace('_', "-"));
            let refusal = Refusal::new(400, code, format!("无效的{name}参数"));
            return Err(refusal.expected(expected.join(" or ")));
        }
    }
    caller.sha1 = required("sign_type")? == "RSA";
    certificates(shared, &app, &parameters, caller)?;
    let signed_text = signed_text(&parameters);
    caller.signed_text = Some(signed_text.clone());
    let (text, sign) = (signed_text.as_bytes(), required("sign")?);
    let holds =
        if caller.sha1 { app.key.verify_sha1(text, sign) } else { app.key.verify(text, sign) };
    if !holds {
        return Err(Refusal::new(400, "invalid-signature", "无效签名").expected(signed_text));
    }
    if !is_recent(required("timestamp")?) {
        return Err(Refusal::new(400, "invalid-timestamp", "非法的时间戳参数")
            .expected("yyyy-MM-dd HH:mm:ss in GMT+8, within ten minutes"));
    }
    let method = required("method")?;
    let operation = shared.catalog.operation(method).ok_or_else(|| {
        Refusal::new(400, "invalid-method", "不存在的方法名").expected("a method of the documents")
    })?;
    let content = content(&app, get("biz_content"), get("encrypt_type"), caller)?;
    let mut body = business(shared, operation, content.as_deref())?;
    if let (Some(members), Some(url)) = (body.as_object_mut(), get("notify_url")) {
        members.insert("notify_url".to_owned(), url.into());
    }
    let request = check::Checked {
        operation: operation.clone(),
        app_id: app_id.to_owned(),
        app_auth_token: get("app_auth_token").map(str::to_owned),
        path: Default::default(),
        query: query(operation, &body, &parameters),
        body,
        files: Vec::new(),
    };
    Ok(Checked { request, return_url: get("return_url").map(str::to_owned) })
}

/// All parameters but the signature, ordered by name.
fn signed_text(parameters: &Parameters) -> String {
    let signed = parameters.iter().filter(|(name, _)| *name != "sign");
    signed.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// In certificate mode both serials are named, and are the right ones.
fn certificates(
    shared: &Shared,
    app: &Known,
    parameters: &Parameters,
    caller: &mut Caller,
) -> Result<(), Refusal> {
    let named = ["app_cert_sn", "alipay_root_cert_sn"].map(|name| parameters.get(name));
    let known = [&app.certificate_serial, &shared.platform.root_serial];
    match named {
        [None, None] => Ok(()),
        [Some(own), Some(root)] if [own, root] == known => {
            caller.certificate_mode = true;
            Ok(())
        }
        _ => Err(Refusal::new(400, "invalid-app-cert-sn", "无效的证书序列号")
            .expected(format!("app_cert_sn {} and alipay_root_cert_sn {}", known[0], known[1]))),
    }
}

/// `biz_content`, decrypted.
fn content(
    app: &Known,
    content: Option<&str>,
    encrypt_type: Option<&str>,
    caller: &mut Caller,
) -> Result<Option<String>, Refusal> {
    let plain = match (content, encrypt_type) {
        (Some(text), Some("AES")) => {
            caller.encrypted = true;
            let plain = crypto::decrypt(&app.encrypt_key, text.as_bytes());
            let plain = plain.and_then(|plain| String::from_utf8(plain).ok());
            Some(plain.ok_or_else(|| Refusal::new(400, "decryption-error-unknown", "解密出错"))?)
        }
        (_, Some(name)) if name != "AES" => {
            return Err(Refusal::new(400, "invalid-encrypt-type", "无效的加密类型").expected("AES"));
        }
        (content, _) => content.map(str::to_owned),
    };
    caller.biz_content.clone_from(&plain);
    Ok(plain)
}

/// The content as JSON that fits the documents.
fn business(
    shared: &Shared,
    operation: &Operation,
    content: Option<&str>,
) -> Result<Value, Refusal> {
    let Some(content) = content else { return Ok(serde_json::json!({})) };
    let json: Value = serde_json::from_str(content).map_err(|error| {
        Refusal::new(400, "illegal-json", "非法的JSON").expected(format!("JSON: {error}"))
    })?;
    let details = match &operation.body {
        Body::Json(ty) => Schema(&shared.catalog).details(ty, &json),
        _ => Vec::new(),
    };
    if details.is_empty() {
        return Ok(json);
    }
    Err(Refusal::new(400, "invalid-parameter", "参数无效").details(details))
}

/// What stands in the query in v3 stands in `biz_content` or beside it here.
fn query(operation: &Operation, body: &Value, parameters: &Parameters) -> Vec<(String, String)> {
    let value = |name: &str| match body.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
        None => parameters.get(name).cloned(),
    };
    let fields = operation.query.iter();
    fields.filter_map(|field| Some((field.wire.clone(), value(&field.wire)?))).collect()
}

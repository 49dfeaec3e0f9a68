//! What the v2 gateway checks before it looks at the business of a request.

use std::sync::Arc;

use alipay_codegen::ir::{Body, Operation};
use serde_json::{Value, json};

use crate::apps::{Apps, KnownApp};
use crate::catalog::Catalog;
use crate::parameters::{Parameters, signed_text};
use crate::rejection::Rejection;
use crate::{clock, crypto, request, schema};

/// Who calls what, as far as it is known when a request is rejected.
#[derive(Default)]
pub(super) struct Caller {
    pub(super) app: Option<(String, KnownApp)>,
    pub(super) method: Option<String>,
    pub(super) certificate_mode: bool,
    pub(super) encrypted: bool,
    /// Whether it signs with SHA-1 (`RSA`), and gets responses signed so.
    pub(super) sha1: bool,
    pub(super) signed_text: Option<String>,
    /// Decrypted.
    pub(super) biz_content: Option<String>,
}

/// A request that passed.
pub(super) struct Checked {
    pub(super) request: request::Checked,
    pub(super) return_url: Option<String>,
}

/// What requests are checked against.
pub(super) struct Checker {
    pub(super) apps: Arc<Apps>,
    pub(super) catalog: Arc<Catalog>,
}

impl Checker {
    /// All checks: who, when, what.
    pub(super) fn check(
        &self,
        mut parameters: Parameters,
        caller: &mut Caller,
    ) -> Result<Checked, Rejection> {
        // An empty parameter is as good as none: it is not signed either.
        parameters.retain(|_, value| !value.is_empty());
        let get = |name: &str| parameters.get(name).map(String::as_str);
        caller.method = get("method").map(str::to_owned);
        let (app_id, app) = self.identify(&parameters)?;
        caller.app = Some((app_id.clone(), app.clone()));
        check_constants(&parameters)?;
        caller.sha1 = get("sign_type") == Some("RSA");
        self.check_certificates(&app, &parameters, caller)?;
        verify(&app, &parameters, caller)?;
        if !clock::is_recent(required(&parameters, "timestamp")?) {
            return Err(Rejection::new(400, "invalid-timestamp", "非法的时间戳参数")
                .expected("yyyy-MM-dd HH:mm:ss in GMT+8, within ten minutes"));
        }
        let operation = self.operation(required(&parameters, "method")?)?;
        let content = decrypt(&app, get("biz_content"), get("encrypt_type"), caller)?;
        let mut body = self.parse(operation, content.as_deref())?;
        if let (Some(fields), Some(url)) = (body.as_object_mut(), get("notify_url")) {
            fields.insert("notify_url".to_owned(), url.into());
        }
        let request = request::Checked {
            operation: operation.clone(),
            app_id,
            app_auth_token: get("app_auth_token").map(str::to_owned),
            query: query(operation, &body, &parameters),
            body,
            files: Vec::new(),
        };
        Ok(Checked { request, return_url: get("return_url").map(str::to_owned) })
    }

    fn identify(&self, parameters: &Parameters) -> Result<(String, KnownApp), Rejection> {
        let app_id = required(parameters, "app_id")?;
        let app = self.apps.get(app_id).ok_or_else(|| {
            Rejection::new(400, "invalid-app-id", "无效的AppID参数")
                .expected(format!("an app id of this gateway, not {app_id}"))
        })?;
        Ok((app_id.to_owned(), app))
    }

    /// In certificate mode both serials are named, and are the right ones.
    fn check_certificates(
        &self,
        app: &KnownApp,
        parameters: &Parameters,
        caller: &mut Caller,
    ) -> Result<(), Rejection> {
        let named = ["app_cert_sn", "alipay_root_cert_sn"]
            .map(|name| parameters.get(name).map(String::as_str));
        let right = [&*app.certificate_serial, self.apps.root_serial()];
        match named {
            [None, None] => Ok(()),
            [Some(own), Some(root)] if [own, root] == right => {
                caller.certificate_mode = true;
                Ok(())
            }
            _ => {
                let [own, root] = right;
                Err(Rejection::new(400, "invalid-app-cert-sn", "无效的证书序列号")
                    .expected(format!("app_cert_sn {own} and alipay_root_cert_sn {root}")))
            }
        }
    }

    fn operation(&self, method: &str) -> Result<&Operation, Rejection> {
        self.catalog.operation(method).ok_or_else(|| {
            Rejection::new(400, "invalid-method", "不存在的方法名")
                .expected("a method of the documents")
        })
    }

    /// The content as JSON that fits the documents.
    fn parse(&self, operation: &Operation, content: Option<&str>) -> Result<Value, Rejection> {
        let Some(content) = content else { return Ok(json!({})) };
        let json: Value = serde_json::from_str(content).map_err(|error| {
            Rejection::new(400, "illegal-json", "非法的JSON").expected(format!("JSON: {error}"))
        })?;
        let details = match &operation.body {
            Body::Json(ty) => schema::mismatches(&self.catalog, ty, &json),
            _ => Vec::new(),
        };
        if details.is_empty() {
            return Ok(json);
        }
        Err(Rejection::new(400, "invalid-parameter", "参数无效").details(details))
    }
}

/// A parameter that must be there.
fn required<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, Rejection> {
    parameters.get(name).map(String::as_str).ok_or_else(|| {
        let code = format!("missing-{}", name.replace('_', "-"));
        Rejection::new(400, code, format!("缺少{name}参数"))
    })
}

/// Parameters that have the same few values in all requests.
fn check_constants(parameters: &Parameters) -> Result<(), Rejection> {
    for (name, expected) in [
        ("charset", &["utf-8", "UTF-8"][..]),
        ("version", &["1.0"]),
        ("sign_type", &["RSA2", "RSA"]),
    ] {
        if !expected.contains(&required(parameters, name)?) {
            let code = format!("invalid-{}", name.replace('_', "-"));
            let rejection = Rejection::new(400, code, format!("无效的{name}参数"));
            return Err(rejection.expected(expected.join(" or ")));
        }
    }
    Ok(())
}

fn verify(app: &KnownApp, parameters: &Parameters, caller: &mut Caller) -> Result<(), Rejection> {
    let text = signed_text(parameters, &["sign"]);
    caller.signed_text = Some(text.clone());
    let sign = required(parameters, "sign")?;
    let is_right = match caller.sha1 {
        true => app.key.verify_sha1(text.as_bytes(), sign),
        false => app.key.verify(text.as_bytes(), sign),
    };
    if is_right {
        return Ok(());
    }
    Err(Rejection::new(400, "invalid-signature", "无效签名").expected(text))
}

/// `biz_content`, decrypted.
fn decrypt(
    app: &KnownApp,
    content: Option<&str>,
    encrypt_type: Option<&str>,
    caller: &mut Caller,
) -> Result<Option<String>, Rejection> {
    let plain = match (content, encrypt_type) {
        (Some(text), Some("AES")) => {
            caller.encrypted = true;
            let plain = crypto::decrypt(&app.encrypt_key, text.as_bytes())
                .and_then(|plain| String::from_utf8(plain).ok());
            Some(plain.ok_or_else(|| Rejection::new(400, "decryption-error-unknown", "解密出错"))?)
        }
        (_, Some(name)) if name != "AES" => {
            return Err(
                Rejection::new(400, "invalid-encrypt-type", "无效的加密类型").expected("AES")
            );
        }
        (content, _) => content.map(str::to_owned),
    };
    caller.biz_content.clone_from(&plain);
    Ok(plain)
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

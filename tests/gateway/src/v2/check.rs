//! What the v2 gateway checks before it looks at the business of a request.

use std::sync::Arc;

use alipay_codegen::ir::Operation;

use super::fields;
use crate::apps::{Apps, KnownApp};
use crate::catalog::Catalog;
use crate::charset::Charset;
use crate::journal::Call;
use crate::parameters::{Form, Parameters, signed_text};
use crate::rejection::Rejection;
use crate::{clock, crypto, request};

/// Who calls, and how, as far as it is known when a request is rejected.
#[derive(Default)]
pub(super) struct Caller {
    pub(super) app: Option<KnownApp>,
    pub(super) method: Option<String>,
    /// Whether there are parameters in the address, as in whatever a browser opens. Apps send
    /// all of them as the body.
    pub(super) by_link: bool,
    pub(super) certificate_mode: bool,
    pub(super) encrypted: bool,
    /// Whether it signs with SHA-1 (`RSA`), and gets responses signed so.
    pub(super) sha1: bool,
    /// Of the request, and so of the response.
    pub(super) charset: Charset,
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
    /// All checks: who, when, what. The call gets the facts that are found on the way.
    pub(super) fn check(
        &self,
        form: Form,
        caller: &mut Caller,
        call: &mut Call,
    ) -> Result<Checked, Rejection> {
        let Form { mut parameters, files, charset } = form;
        call.files.clone_from(&files);
        // An empty parameter is as good as none: it is not signed either.
        parameters.retain(|_, value| !value.is_empty());
        let get = |name: &str| parameters.get(name).map(String::as_str);
        caller.method = get("method").map(str::to_owned);
        call.operation.clone_from(&caller.method);
        caller.charset = charset;
        let (app_id, app) = self.identify(&parameters)?;
        caller.app = Some(app.clone());
        call.app_id = Some(app_id.clone());
        check_constants(&parameters)?;
        caller.sha1 = get("sign_type") == Some("RSA");
        self.check_certificates(&app, &parameters, caller)?;
        let text = signed_text(&parameters, &["sign"]);
        call.signed_text = Some(text.clone());
        verify(&app, &parameters, caller, text)?;
        self.check_time(required(&parameters, "timestamp")?)?;
        let operation = self.operation(required(&parameters, "method")?)?;
        let content = decrypt(&app, get("biz_content"), get("encrypt_type"), caller)?;
        call.plain_body.clone_from(&content);
        fields::check_files(operation, &files)?;
        let mut body = fields::read(&self.catalog, operation, content.as_deref(), &parameters)?;
        let query = fields::query(operation, &body, &parameters);
        if let (Some(fields), Some(url)) = (body.as_object_mut(), get("notify_url")) {
            fields.insert("notify_url".to_owned(), url.into());
        }
        let request = request::Checked {
            operation: operation.clone(),
            app_id,
            app_auth_token: get("app_auth_token").map(str::to_owned),
            query,
            body,
            files,
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

    /// A time in China. How old it may be is not documented, and official clients send the time of
    /// whatever zone they are in, so only a strict gateway compares it with its clock.
    fn check_time(&self, timestamp: &str) -> Result<(), Rejection> {
        let (right, expected) = match self.apps.is_strict() {
            true => (clock::is_recent(timestamp), ", within ten minutes"),
            false => (clock::is_time(timestamp), ""),
        };
        if right {
            return Ok(());
        }
        Err(Rejection::new(400, "invalid-timestamp", "非法的时间戳参数")
            .expected(format!("yyyy-MM-dd HH:mm:ss in GMT+8{expected}")))
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
    let invalid = |name: &str, expected: &str| {
        let code = format!("invalid-{}", name.replace('_', "-"));
        Err(Rejection::new(400, code, format!("无效的{name}参数")).expected(expected))
    };
    if Charset::of(required(parameters, "charset")?).is_none() {
        return invalid("charset", "utf-8 or GBK");
    }
    for (name, expected) in [("version", &["1.0"][..]), ("sign_type", &["RSA2", "RSA"])] {
        if !expected.contains(&required(parameters, name)?) {
            return invalid(name, &expected.join(" or "));
        }
    }
    match parameters.get("format") {
        Some(format) if !format.eq_ignore_ascii_case("json") => {
            invalid("format", "JSON, or no format: there is no other one")
        }
        _ => Ok(()),
    }
}

fn verify(
    app: &KnownApp,
    parameters: &Parameters,
    caller: &Caller,
    text: String,
) -> Result<(), Rejection> {
    let sign = required(parameters, "sign")?;
    let bytes = caller.charset.encode(&text);
    let is_right = match caller.sha1 {
        true => app.key.verify_sha1(&bytes, sign),
        false => app.key.verify(&bytes, sign),
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
    Ok(match (content, encrypt_type) {
        (Some(text), Some("AES")) => {
            caller.encrypted = true;
            let plain = crypto::decrypt(&app.encrypt_key, text.as_bytes())
                .and_then(|plain| caller.charset.decode(&plain));
            Some(plain.ok_or_else(|| Rejection::new(400, "decryption-error-unknown", "解密出错"))?)
        }
        (_, Some(name)) if name != "AES" => {
            return Err(
                Rejection::new(400, "invalid-encrypt-type", "无效的加密类型").expected("AES")
            );
        }
        (content, _) => content.map(str::to_owned),
    })
}

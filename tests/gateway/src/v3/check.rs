//! Everything that the platform checks before it looks at the business of a request.

use std::borrow::Cow;
use std::sync::Arc;

use alipay_codegen::ir::Operation;
use percent_encoding::percent_decode_str;

use super::authorization::Authorization;
use super::body::SignedBody;
use super::fields;
use super::replay::ReplayWindow;
use crate::apps::{Apps, KnownApp};
use crate::catalog::{Catalog, Found};
use crate::diagnosis;
use crate::header;
use crate::journal::Call;
use crate::rejection::Rejection;
use crate::request::{Checked, Received};

/// What a response depends on besides its content, also when the request is rejected.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    pub(super) app: Option<KnownApp>,
    /// The application's certificate was named, so the response names the platform's.
    pub(super) certificate_mode: bool,
    pub(super) encrypted: bool,
}

/// What requests are checked against.
pub(super) struct Checker {
    pub(super) catalog: Arc<Catalog>,
    pub(super) apps: Arc<Apps>,
    pub(super) window: ReplayWindow,
}

impl Checker {
    /// All checks, in the order of the platform: who, when, what. The call gets the facts that are
    /// found on the way.
    pub(super) async fn check(
        &self,
        request: &Received,
        notes: &mut Notes,
        call: &mut Call,
    ) -> Result<Checked, Rejection> {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let found = self.catalog.find(&request.method, path);
        if let Found::Operation(operation) = &found {
            call.operation = Some(operation.id.clone());
        }
        let authorization = Authorization::read(&request.headers)?;
        let app = self.apps.get(&authorization.app_id).ok_or_else(|| {
            Rejection::new(400, "invalid-app-id", "无效的应用标识")
                .expected(format!("an app id of this gateway, not {}", authorization.app_id))
        })?;
        notes.certificate_mode = authorization.app_cert_sn.is_some();
        notes.app = Some(app.clone());
        call.app_id = Some(authorization.app_id.clone());
        let body = SignedBody::read(request).await?;
        call.files.clone_from(&body.files);
        authorization.check_certificates(request, &app, &self.apps)?;
        self.verify(request, &authorization, &body, &app, call)?;
        self.window.check(&authorization)?;
        let operation = documented(&found, path)?;
        notes.encrypted = body.encrypted;
        call.plain_body = body.decrypt(&app)?;
        let query = decode_query(query)?;
        let plain = call.plain_body.as_deref();
        let json = fields::check(&self.catalog, operation, &query, plain, &body)?;
        Ok(Checked {
            operation: operation.clone(),
            app_id: authorization.app_id,
            app_auth_token: header::get(&request.headers, "alipay-app-auth-token"),
            query,
            body: json,
            files: body.files,
        })
    }

    /// The signature; a wrong one is diagnosed.
    fn verify(
        &self,
        request: &Received,
        authorization: &Authorization,
        body: &SignedBody,
        app: &KnownApp,
        call: &mut Call,
    ) -> Result<(), Rejection> {
        let parts = authorization.parts(request, &body.signed);
        let signed_text = parts.signed_text();
        call.signed_text = Some(signed_text.clone());
        if authorization.signs(&signed_text, app) {
            return Ok(());
        }
        let plain = body.decrypt(app).ok().flatten();
        let context = diagnosis::Context {
            host: header::get(&request.headers, "host"),
            upload: body.multipart.then(|| request.body.clone()),
            plain_body: plain.clone().filter(|_| body.encrypted),
        };
        let signature = authorization.signature();
        let diagnosis =
            diagnosis::diagnose(&parts, &context, signature, &app.key, &self.apps.keys());
        let expected = format!("{signed_text}\n{}", diagnosis.reason);
        call.plain_body = plain;
        call.diagnosis = Some(diagnosis);
        Err(Rejection::new(401, "invalid-signature", "无效签名").expected(expected))
    }
}

/// The operation that was found, or what there is instead.
fn documented<'a>(found: &Found<'a>, path: &str) -> Result<&'a Operation, Rejection> {
    let expected = match found {
        Found::Operation(operation) => return Ok(operation),
        Found::OtherMethods(methods) => format!("one of the methods {}", methods.join(", ")),
        Found::Nothing => format!("a path of the documents, not {path}"),
    };
    Err(Rejection::new(404, "invalid-method", "不存在的方法名").expected(expected))
}

/// Query parameters in the order sent. A plus is a space, as in forms.
fn decode_query(query: &str) -> Result<Vec<(String, String)>, Rejection> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8().map(Cow::into_owned).map_err(|_| {
            Rejection::new(400, "invalid-parameter", "参数无效").expected("a query in UTF-8")
        })
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(name)?, decode(value)?))
    });
    pairs.collect()
}

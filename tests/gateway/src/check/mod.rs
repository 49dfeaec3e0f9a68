//! Everything that the platform checks before it looks at the business of a request.

mod authorization;
mod body;
mod diagnosis;
mod recover;
mod schema;
mod variant;
mod window;

use std::collections::BTreeMap;

use alipay_codegen::ir::Operation;
use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use crate::app::Known;
use crate::catalog::{Catalog, Found};
use crate::refusal::Refusal;

pub(crate) use authorization::Authorization;
pub(crate) use body::FrameData;
pub use diagnosis::Diagnosis;
pub(crate) use diagnosis::Keys;
pub(crate) use schema::Schema;
pub(crate) use window::{USUAL, Window};

/// A request as it came.
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query, exactly as received.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A request that passed.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) operation: Operation,
    pub(crate) app_id: String,
    /// The token of the merchant that the application acts for.
    pub(crate) app_auth_token: Option<String>,
    #[allow(dead_code, reason = "no operation with state has one yet")]
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: Vec<(String, String)>,
    /// The JSON body, or the JSON part of an upload; null without one.
    pub(crate) body: Value,
    pub(crate) files: Vec<UploadedFile>,
}

impl Checked {
    /// A text member of the body.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// A file of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedFile {
    /// The name of its part.
    pub part: String,
    /// Its own name.
    pub file_name: String,
    /// Its media type.
    pub content_type: String,
    /// How many bytes it has.
    pub size: usize,
    /// MD5 of its content, in hex.
    pub md5: String,
}

/// What was found out on the way, also when the request is refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    pub(crate) operation: Option<String>,
    pub(crate) app: Option<(String, Known)>,
    /// The application's certificate was named, so the answer names the platform's.
    pub(crate) certificate_mode: bool,
    pub(crate) encrypted: bool,
    /// The text whose signature was verified.
    pub(crate) signed_text: Option<String>,
    /// The body after decryption; of an upload the JSON part.
    pub(crate) plain_body: Option<String>,
    /// Why the signature is wrong.
    pub(crate) diagnosis: Option<Diagnosis>,
    /// The files of an upload.
    pub(crate) files: Vec<UploadedFile>,
}

/// Whom and what requests are checked against.
pub(crate) struct Checker<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) window: &'a Window,
    pub(crate) root_serial: &'a str,
    pub(crate) app: &'a (dyn Fn(&str) -> Option<Known> + Sync),
    /// All keys, to find out which one made a wrong signature.
    pub(crate) keys: &'a (dyn Fn() -> Keys + Sync),
}

impl Checker<'_> {
    /// All checks, in the order of the platform: who, when, what.
    pub(crate) async fn check(
        &self,
        request: &Received,
        notes: &mut Notes,
    ) -> Result<Checked, Refusal> {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let found = self.catalog.find(&request.method, path);
        if let Found::Operation(operation, _) = &found {
            notes.operation = Some(operation.id.clone());
        }
        let authorization = Authorization::read(&request.headers)?;
        let app = (self.app)(&authorization.app_id).ok_or_else(|| {
            Refusal::new(400, "invalid-app-id", "无效的应用标识")
                .expected(format!("an app id of this gateway, not {}", authorization.app_id))
        })?;
        notes.certificate_mode = authorization.app_cert_sn.is_some();
        notes.app = Some((authorization.app_id.clone(), app.clone()));
        let body = body::Received::read(request).await?;
        notes.files.clone_from(&body.files);
        authorization.check_certificates(request, &app, self.root_serial)?;
        let parts = authorization.parts(request, &body.signed);
        let signed_text = parts.text();
        notes.signed_text = Some(signed_text.clone());
        if !authorization.signs(&signed_text, &app) {
            let known = known(request, &body, &app);
            let signature = authorization.signature();
            let diagnosis =
                diagnosis::diagnose(&parts, &known, signature, &app.key, &(self.keys)());
            let expected = format!("{signed_text}\n{}", diagnosis.reason);
            notes.plain_body = body.decrypt(&app).ok().flatten();
            notes.diagnosis = Some(diagnosis);
            return Err(Refusal::new(401, "invalid-signature", "无效签名").expected(expected));
        }
        self.window.check(&authorization)?;
        let (operation, parameters) = match found {
            Found::Operation(operation, parameters) => (operation, parameters),
            Found::OtherMethods(methods) => {
                return Err(Refusal::new(404, "invalid-method", "不存在的方法名")
                    .expected(format!("one of the methods {}", methods.join(", "))));
            }
            Found::Nothing => {
                return Err(Refusal::new(404, "invalid-method", "不存在的方法名")
                    .expected(format!("a path of the documents, not {path}")));
            }
        };
        notes.encrypted = body.encrypted;
        let plain = body.decrypt(&app)?;
        notes.plain_body.clone_from(&plain);
        let query = decode_query(query)?;
        let json =
            schema::Schema(self.catalog).check(operation, &query, plain.as_deref(), &body)?;
        Ok(Checked {
            operation: operation.clone(),
            app_id: authorization.app_id,
            app_auth_token: header(&request.headers, "alipay-app-auth-token"),
            path: parameters.into_iter().map(|(name, value)| (name, decode(&value))).collect(),
            query,
            body: json,
            files: body.files,
        })
    }
}

/// What helps to find out why a signature is wrong.
fn known(request: &Received, body: &body::Received, app: &Known) -> variant::Known {
    let whole =
        Some(&request.body).filter(|whole| body.multipart && whole.len() <= diagnosis::LONG);
    variant::Known {
        host: header(&request.headers, "host"),
        upload: whole.map(|whole| String::from_utf8_lossy(whole).into_owned()),
        plain_body: if body.encrypted { body.decrypt(app).ok().flatten() } else { None },
    }
}

pub(crate) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Query parameters in the order sent. A plus is a space, as in forms.
fn decode_query(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
        decoded.map(std::borrow::Cow::into_owned).map_err(|_| {
            Refusal::new(400, "invalid-parameter", "参数无效").expected("a query in UTF-8")
        })
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(name)?, decode(value)?))
    });
    pairs.collect()
}

//! The `Authorization` header: its parameters, its certificates, its signature.

use std::collections::BTreeMap;

use http::HeaderMap;

use crate::apps::{Apps, KnownApp};
use crate::diagnosis::{Part, SignedParts};
use crate::header;
use crate::rejection::Rejection;
use crate::request::Received;

const SCHEME: &str = "ALIPAY-SHA256withRSA";

/// The parameters of the header. Their order is the client's, so the text stays as it is.
#[derive(Debug)]
pub(super) struct Authorization {
    text: String,
    signature: String,
    pub(super) app_id: String,
    pub(super) app_cert_sn: Option<String>,
    pub(super) nonce: String,
    /// Unix time in milliseconds.
    pub(super) timestamp: u64,
    pub(super) expired_seconds: Option<u64>,
}

impl Authorization {
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, Rejection> {
        let missing = |code: &str, message: &str| Rejection::new(401, code, message);
        let whole = header::get(headers, "authorization").ok_or_else(|| {
            missing("missing-signature", "缺少签名参数")
                .expected(format!("a header `Authorization: {SCHEME} app_id=…,sign=…`"))
        })?;
        let rest = whole.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix(' '));
        let parameters = rest.ok_or_else(|| {
            missing("invalid-signature-type", "无效的签名类型")
                .expected(format!("the scheme `{SCHEME}` and one space"))
        })?;
        let (text, signature) = parameters.split_once(",sign=").ok_or_else(|| {
            missing("missing-signature", "缺少签名参数").expected("`,sign=` as the last parameter")
        })?;
        if text.contains(' ') || signature.contains([' ', ',']) {
            return Err(missing("invalid-signature", "无效签名")
                .expected("parameters without spaces, and `sign` as the last one"));
        }
        let parameter = |name: &str| {
            let mut found =
                text.split(',').filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            let first = found.next().filter(|value| !value.is_empty())?;
            found.next().is_none().then(|| first.to_owned())
        };
        let timestamp =
            parameter("timestamp").ok_or_else(|| missing("missing-timestamp", "缺少时间戳参数"))?;
        let timestamp = timestamp.parse().map_err(|_| {
            missing("invalid-timestamp", "无效的时间戳").expected("Unix time in milliseconds")
        })?;
        let expired_seconds =
            parameter("expired_seconds").map(|text| text.parse()).transpose().map_err(|_| {
                missing("invalid-parameter", "参数无效").expected("expired_seconds as a number")
            })?;
        Ok(Self {
            app_id: parameter("app_id").ok_or_else(|| missing("missing-app-id", "缺少应用标识"))?,
            app_cert_sn: parameter("app_cert_sn"),
            nonce: parameter("nonce").ok_or_else(|| {
                missing("invalid-signature", "无效签名").expected("a parameter `nonce`")
            })?,
            timestamp,
            expired_seconds,
            text: text.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// In certificate mode the serials are those that the gateway knows. Official clients leave
    /// that of the root out, so only a strict gateway demands it.
    pub(super) fn check_certificates(
        &self,
        request: &Received,
        app: &KnownApp,
        apps: &Apps,
    ) -> Result<(), Rejection> {
        let root = header::get(&request.headers, "alipay-root-cert-sn");
        let Some(serial) = &self.app_cert_sn else {
            return match root {
                None => Ok(()),
                Some(_) => {
                    Err(Rejection::new(401, "missing-app-cert-sn", "缺少应用公钥证书序列号"))
                }
            };
        };
        if *serial != app.certificate_serial {
            return Err(Rejection::new(401, "app-cert-not-exist", "应用公钥证书不存在")
                .expected(format!("app_cert_sn={}", app.certificate_serial)));
        }
        let right = apps.root_serial();
        let (code, message) = match root {
            None if apps.is_strict() => ("missing-alipay-root-cert-sn", "缺少支付宝根证书序列号"),
            Some(root) if root != right => {
                ("invalid-alipay-root-cert-sn", "支付宝根证书序列号错误")
            }
            _ => return Ok(()),
        };
        Err(Rejection::new(401, code, message).expected(format!("alipay-root-cert-sn: {right}")))
    }

    /// The parts of the text that the client should have signed.
    pub(super) fn parts(&self, request: &Received, body: &[u8]) -> SignedParts {
        let mut lines = BTreeMap::from([
            (Part::Header, self.text.clone()),
            (Part::Method, request.method.clone()),
            (Part::Target, request.target.clone()),
            (Part::Body, String::from_utf8_lossy(body).into_owned()),
        ]);
        let token = header::get(&request.headers, "alipay-app-auth-token");
        lines.extend(token.map(|token| (Part::Token, token)));
        SignedParts { lines, line_end: "\n", last_line_end: "\n" }
    }

    /// Whether the signature is one of this text.
    pub(super) fn signs(&self, text: &str, app: &KnownApp) -> bool {
        app.key.verify(text.as_bytes(), &self.signature)
    }

    pub(super) fn signature(&self) -> &str {
        &self.signature
    }
}

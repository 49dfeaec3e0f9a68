//! A call of the v2 gateway, signed by hand.

use std::collections::BTreeMap;

use alipay_gateway::Gateway;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use url::form_urlencoded::Serializer;

use crate::client::{exchange, sign};

const URL_ENCODED: &str = "content-type: application/x-www-form-urlencoded\r\n";

/// The parameters of a call.
#[derive(Clone)]
pub(crate) struct Form(pub(crate) BTreeMap<&'static str, String>);

/// A response of the v2 gateway.
pub(crate) struct Response {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Form {
    /// What every call has, without a signature.
    pub(crate) fn new(gateway: &Gateway, method: &str) -> Self {
        let all = [
            ("app_id", gateway.app().app_id),
            ("charset", "utf-8".to_owned()),
            ("method", method.to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", local_time(8)),
            ("version", "1.0".to_owned()),
        ];
        Self(all.into())
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.insert(name, value.to_string());
        self
    }

    /// The text that is signed: all parameters but those without a value.
    pub(crate) fn text(&self) -> String {
        let pairs = self.0.iter().filter(|(_, value)| !value.is_empty());
        pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    pub(crate) fn signed(self, gateway: &Gateway) -> Self {
        let signature = sign(&gateway.app().private_key, self.text());
        self.with("sign", signature)
    }

    pub(crate) fn encoded(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// Signs, sends everything in the body, and gives the response without its
    /// signature.
    pub(crate) async fn call(self, gateway: &Gateway) -> Value {
        post(gateway, "", &self.signed(gateway).encoded()).await.content()
    }
}

/// The time in a zone this many hours east of Greenwich.
pub(crate) fn local_time(hours: i8) -> String {
    let zone = UtcOffset::from_hms(hours, 0, 0).expect("an offset");
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    OffsetDateTime::now_utc().to_offset(zone).format(&format).expect("a time")
}

pub(crate) async fn post(gateway: &Gateway, query: &str, form: &str) -> Response {
    post_as(gateway, query, URL_ENCODED, form.as_bytes()).await
}

/// The same with another type of content.
pub(crate) async fn post_as(gateway: &Gateway, query: &str, header: &str, body: &[u8]) -> Response {
    let target = format!("/gateway.do?{query}");
    let (status, head, body) = exchange(gateway, "POST", &target, header, body).await;
    assert_eq!(status, 200, "the v2 gateway has one status");
    Response { head, body }
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The field that is neither the signature nor the serial of a certificate.
    pub(crate) fn content(&self) -> Value {
        let mut json = self.json();
        let fields = json.as_object_mut().expect("an object");
        fields.retain(|name, _| !matches!(&**name, "sign" | "alipay_cert_sn"));
        assert_eq!(fields.len(), 1, "{fields:?}");
        fields.values_mut().next().expect("a field").take()
    }

    /// Whether the signature is one of the content as it stands, which has this name.
    pub(crate) fn is_signed(&self, gateway: &Gateway, name: &str) -> bool {
        let start = format!("{{\"{name}\":");
        let Some(rest) = self.body.strip_prefix(start.as_bytes()) else { return false };
        let mark = b",\"sign\":\"";
        let end = rest.windows(mark.len()).rposition(|bytes| bytes == mark);
        let Some(end) = end else { return false };
        let signature = rest[end + mark.len()..].strip_suffix(b"\"}").expect("the last field");
        let pem = gateway.app().alipay_public_key;
        let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let spki = BASE64_STANDARD.decode(base64).expect("Base64");
        // The RSAPublicKey in a SubjectPublicKeyInfo of RSA begins after 24 bytes.
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &spki[24..]);
        let signature = BASE64_STANDARD.decode(signature).expect("Base64");
        key.verify(&rest[..end], &signature).is_ok()
    }
}

//! The parameters of a notification, and their signature.

use time::OffsetDateTime;
use url::form_urlencoded;

use crate::parameters::{Parameters, signed_text};
use crate::platform::Platform;
use crate::{clock, ids};

/// A notification to send, and what shall be odd about it.
#[derive(Clone, Debug)]
#[must_use]
pub struct Notice {
    pub(crate) url: String,
    pub(crate) parameters: Parameters,
    sign_type: String,
    /// Whether `sign_type` is part of the signed text.
    signs_type: bool,
    wrong_signature: bool,
    certificate: bool,
    pub(crate) copies: u32,
}

impl Notice {
    /// A notification about a trade. What every one of them carries is added unless it is given:
    /// `notify_id`, `notify_time`, `notify_type`, `charset`, `version`.
    pub fn new(url: impl Into<String>) -> Self {
        let parameters = [("notify_type", "trade_status_sync"), ("version", "1.0")];
        Self {
            url: url.into(),
            parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            sign_type: "RSA2".to_owned(),
            signs_type: false,
            wrong_signature: false,
            certificate: false,
            copies: 1,
        }
    }

    /// A message of the message service. It is signed as a trade's notification is, without
    /// `sign_type`.
    pub fn message(
        url: impl Into<String>,
        method: impl Into<String>,
        biz_content: impl Into<String>,
    ) -> Self {
        let mut notice = Self::new(url)
            .parameter("msg_method", method)
            .parameter("biz_content", biz_content)
            .parameter("version", "1.1");
        notice.parameters.remove("notify_type");
        let now = OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
        notice.parameter("utc_timestamp", now.to_string())
    }

    /// A parameter; an empty value is sent and signed as `name=`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Parameters.
    pub fn parameters<N: Into<String>, V: Into<String>>(
        self,
        parameters: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        parameters.into_iter().fold(self, |notice, (name, value)| notice.parameter(name, value))
    }

    /// Every attempt is made twice, as when an acknowledgement is lost.
    pub fn twice(mut self) -> Self {
        self.copies = 2;
        self
    }

    /// The signature is one of another text.
    pub fn wrong_signature(mut self) -> Self {
        self.wrong_signature = true;
        self
    }

    /// Another `sign_type`: `RSA` is signed with SHA-1, everything else as `RSA2`.
    pub fn sign_type(mut self, name: impl Into<String>) -> Self {
        self.sign_type = name.into();
        self
    }

    /// Whether the signature covers `sign_type`, too.
    pub fn signs_type(mut self, yes: bool) -> Self {
        self.signs_type = yes;
        self
    }

    /// As in certificate mode: with `alipay_cert_sn`.
    pub fn certificate(mut self) -> Self {
        self.certificate = true;
        self
    }

    /// Its id, and what is posted.
    pub(crate) fn form(&self, platform: &Platform) -> (String, String) {
        let mut all = self.parameters.clone();
        let mut default =
            |name: &str, value: String| all.entry(name.to_owned()).or_insert(value).clone();
        let id = default("notify_id", ids::random());
        default("notify_time", clock::now());
        default("charset", "utf-8".to_owned());
        if self.certificate {
            default("alipay_cert_sn", platform.certificate().1);
        }
        default("sign_type", self.sign_type.clone());
        let without: &[&str] = if self.signs_type { &["sign"] } else { &["sign", "sign_type"] };
        let signature = self.sign(platform, &signed_text(&all, without));
        all.insert("sign".to_owned(), signature.unwrap_or_default());
        (id, form_urlencoded::Serializer::new(String::new()).extend_pairs(&all).finish())
    }

    fn sign(&self, platform: &Platform, text: &str) -> Option<String> {
        let text = if self.wrong_signature { "another text" } else { text };
        let signed = match &*self.sign_type {
            "RSA" => platform.sign_sha1(text.as_bytes()),
            _ => platform.sign(text.as_bytes()),
        };
        signed.map(|(signature, _)| signature)
    }
}

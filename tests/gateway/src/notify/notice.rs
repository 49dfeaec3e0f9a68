//! The parameters of a notification, and their signature.

use time::OffsetDateTime;
use url::form_urlencoded;

use crate::parameters::{Parameters, signed_text};
use crate::platform::Platform;
use crate::{clock, ids};

/// A notification to send, and its faults.
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
    /// Creates a notification about a trade. It adds the common parameters that you do not set:
    /// `notify_id`, `notify_time`, `notify_type`, `charset` and `version`.
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

    /// Creates a message of the message service. It is signed like the notification of a trade,
    /// without `sign_type`.
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

    /// Sets a parameter. An empty value is sent and signed as `name=`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Sets several parameters.
    pub fn parameters<N: Into<String>, V: Into<String>>(
        self,
        parameters: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        parameters.into_iter().fold(self, |notice, (name, value)| notice.parameter(name, value))
    }

    /// Makes every attempt twice, as after a lost acknowledgement.
    pub fn twice(mut self) -> Self {
        self.copies = 2;
        self
    }

    /// Signs another text, so that the signature is wrong.
    pub fn wrong_signature(mut self) -> Self {
        self.wrong_signature = true;
        self
    }

    /// Sets another `sign_type`. `RSA` is signed with SHA-1, every other value as `RSA2`.
    pub fn sign_type(mut self, name: impl Into<String>) -> Self {
        self.sign_type = name.into();
        self
    }

    /// Sets whether the signature covers `sign_type`, too.
    pub fn signs_type(mut self, yes: bool) -> Self {
        self.signs_type = yes;
        self
    }

    /// Adds `alipay_cert_sn`, as in certificate mode.
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

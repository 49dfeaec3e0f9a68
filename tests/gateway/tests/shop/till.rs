//! Signed calls of one application, and control.

use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use url::form_urlencoded::Serializer;

use super::web::{Response, exchange, post_form};
use crate::client::sign;

/// Calls the gateway for one application.
pub(crate) struct Till {
    pub(crate) address: String,
    pub(crate) app_id: String,
    pub(crate) private_key: String,
}

impl Till {
    /// A signed call of v3, with a token when the application acts for a merchant.
    pub(crate) fn call_for(
        &self,
        token: Option<&str>,
        method: &str,
        target: &str,
        body: &Value,
    ) -> Response {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
        let nonce: String = std::iter::repeat_with(fastrand::alphanumeric).take(20).collect();
        let parameters = format!("app_id={},nonce={nonce},timestamp={now}", self.app_id);
        let mut text = format!("{parameters}\n{method}\n{target}\n{body}\n");
        let mut headers = String::new();
        if let Some(token) = token {
            text += &format!("{token}\n");
            headers += &format!("alipay-app-auth-token: {token}\r\n");
        }
        let signature = sign(&self.private_key, &text);
        headers +=
            &format!("authorization: ALIPAY-SHA256withRSA {parameters},sign={signature}\r\n");
        if !body.is_empty() {
            headers += "content-type: application/json\r\n";
        }
        exchange(&self.address, method, target, &headers, &body)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Response {
        self.call_for(None, "POST", &format!("/v3/alipay/{path}"), body)
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.call_for(None, "GET", &format!("/v3/alipay/{path}"), &Value::Null)
    }

    /// A successful call.
    pub(crate) fn done(&self, path: &str, body: &Value) -> Value {
        let response = self.post(path, body);
        assert_eq!(response.status, 200, "{path}: {}", response.text());
        response.json()
    }

    /// The code of a rejected call.
    pub(crate) fn rejected(&self, path: &str, body: &Value) -> String {
        let response = self.post(path, body);
        assert_ne!(response.status, 200, "{path}: {}", response.text());
        response.json()["code"].as_str().expect("a code").to_owned()
    }

    /// A signed form of v2, as the browser or a server sends it.
    pub(crate) fn form(
        &self,
        method: &str,
        biz_content: &Value,
        more: &[(&str, &str)],
    ) -> Response {
        let china = UtcOffset::from_hms(8, 0, 0).expect("an offset");
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
        let now = OffsetDateTime::now_utc().to_offset(china).format(&format).expect("a time");
        let content = biz_content.to_string();
        let mut all = vec![
            ("app_id", &*self.app_id),
            ("biz_content", &content),
            ("charset", "utf-8"),
            ("method", method),
            ("sign_type", "RSA2"),
            ("timestamp", &now),
            ("version", "1.0"),
        ];
        all.extend(more);
        all.sort_unstable();
        let pairs: Vec<_> = all.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let signature = sign(&self.private_key, pairs.join("&"));
        all.push(("sign", &signature));
        let form = Serializer::new(String::new()).extend_pairs(all).finish();
        post_form(&self.address, "/gateway.do", &form)
    }

    /// The request below `/_gateway/`.
    pub(crate) fn control(&self, what: &str, body: &Value) -> Value {
        let response =
            exchange(&self.address, "POST", &format!("/_gateway/{what}"), "", &body.to_string());
        assert_eq!(response.status, 200, "{what}: {}", response.text());
        response.json()
    }

    /// The page that is shown there.
    pub(crate) fn shown(&self, what: &str) -> Value {
        exchange(&self.address, "GET", &format!("/_gateway/{what}"), "", "").json()
    }
}

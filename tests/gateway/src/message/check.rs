//! What a registration and a connection must be.

use crate::apps::Apps;
use crate::clock;
use crate::parameters::{self, Parameters, signed_text};
use crate::rejection::Rejection;
use crate::request::Received;

/// A request whose signature holds.
pub(super) struct Checked {
    pub(super) app_id: String,
    pub(super) certificate_mode: bool,
    /// Whether it signs with SHA-1.
    pub(super) sha1: bool,
    pub(super) parameters: Parameters,
}

impl Checked {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Checks who sends a request, and when.
pub(super) async fn check(apps: &Apps, request: &Received) -> Result<Checked, Rejection> {
    let read = parameters::read(request).await;
    let mut parameters = read.map_err(|expected| invalid("invalid-format").expected(expected))?;
    parameters.retain(|_, value| !value.is_empty());
    let get = |name: &str| parameters.get(name).map(String::as_str);
    let app_id = get("app_id").ok_or_else(|| invalid("missing-app-id"))?;
    let app = apps.get(app_id).ok_or_else(|| invalid("invalid-app-id"))?;
    if !get("charset").is_some_and(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        return Err(invalid("invalid-charset").expected("UTF-8"));
    }
    let certificate_mode = match (get("app_cert_sn"), get("alipay_root_cert_sn")) {
        (None, None) => false,
        (Some(own), Some(root)) if own == app.certificate_serial && root == apps.root_serial() => {
            true
        }
        _ => return Err(invalid("invalid-app-cert-sn")),
    };
    let sha1 = match get("sign_type") {
        Some("RSA2") => false,
        Some("RSA") => true,
        _ => return Err(invalid("invalid-sign-type").expected("RSA2 or RSA")),
    };
    let text = signed_text(&parameters, &["sign"]);
    let sign = get("sign").unwrap_or_default();
    let holds = match sha1 {
        true => app.key.verify_sha1(text.as_bytes(), sign),
        false => app.key.verify(text.as_bytes(), sign),
    };
    if !holds {
        return Err(invalid("invalid-signature").expected(text));
    }
    if !get("timestamp").is_some_and(clock::is_recent_unix) {
        return Err(invalid("invalid-timestamp").expected("the current Unix time in milliseconds"));
    }
    Ok(Checked { app_id: app_id.to_owned(), certificate_mode, sha1, parameters })
}

pub(super) fn invalid(code: &str) -> Rejection {
    Rejection::new(400, code, code.replace('-', " "))
}

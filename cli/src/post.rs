//! Posts that are no calls: to the receivers of notifications.

use std::time::Duration;

use alipay_sdk::{Body, ReqwestTransport, Timeout, Transport};
use anyhow::{Context, Result};
use http::header::CONTENT_TYPE;
use http::{Request, StatusCode};
use url::Url;

use crate::output::usage;

/// How long a receiver may take: as long as the platform waits.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest reply that is read, in bytes.
const LARGEST: usize = 64 << 10;

/// What a receiver replied.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: String,
}

impl Reply {
    /// Whether the platform would send the notification no more.
    pub(crate) fn is_success(&self) -> bool {
        self.status == StatusCode::OK && self.body == "success"
    }
}

/// Posts a form as it is.
pub(crate) async fn form(url: &str, form: Vec<u8>) -> Result<Reply> {
    let address = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let address = address.ok_or_else(|| {
        usage("the receiver is not an address: pass one such as http://127.0.0.1:8080/notify")
    })?;
    let mut request = Request::post(address.as_str())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
        .body(Body::from(form))?;
    request.extensions_mut().insert(Timeout(PATIENCE));
    let response = ReqwestTransport::to_address(url)?.send(request).await?;
    let status = response.status();
    let body = response.into_body().read(LARGEST).await.context("the reply cannot be read")?;
    Ok(Reply { status, body: String::from_utf8_lossy(&body).into_owned() })
}

//! The platform's side of a protocol.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use super::keys::KEYS;
use super::posted::Posted;
use super::response::{Content, TestResponse};
use alipay_sdk_core::{SignType, data::Json, wire::Body};

/// What a side says is wrong with a request or a response.
pub(super) type Wrong = String;

/// The platform's side of a protocol.
pub(super) trait Side {
    /// Verifies a request, and gives the JSON of its business.
    fn verify(&self, posted: &Posted) -> Result<Json, Wrong>;

    /// Puts the body of a response together, and the headers that sign it.
    fn respond(&self, told: &Told<'_>) -> Result<Signed, Wrong>;
}

/// What a test says to a request.
pub(super) struct Told<'a> {
    pub(super) posted: &'a Posted,
    pub(super) content: &'a Content,
    pub(super) response: &'a TestResponse,
}

/// A body, its status unless the test names one, and its signature where that is not inside.
pub(super) struct Signed {
    pub(super) body: Bytes,
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Signed {
    pub(super) fn into_http(self, told: &TestResponse) -> Result<http::Response<Body>, Wrong> {
        let mut response = http::Response::new(Body::from(self.body));
        *response.status_mut() = told.status.unwrap_or(self.status);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers {
            let value = HeaderValue::try_from(value).map_err(|error| error.to_string())?;
            headers.insert(name, value);
        }
        headers.extend(told.headers.clone());
        Ok(response)
    }
}

/// The JSON of a text, which may be encrypted. Nothing is `null`.
pub(super) fn json(text: &[u8], is_encrypted: bool) -> Result<Json, Wrong> {
    if text.is_empty() {
        return Ok(Json::Null);
    }
    if !is_encrypted {
        return serde_json::from_slice(text)
            .map_err(|error| format!("its content is not JSON: {error}"));
    }
    // What another key encrypted may decrypt, but to no JSON.
    let plain = KEYS.encrypt.decrypt(text).ok();
    plain.and_then(|plain| serde_json::from_slice(&plain).ok()).ok_or_else(|| {
        "it is encrypted with another key: give the builder `TestPlatform::encrypt_key`".to_owned()
    })
}

/// Whether the request is of the application that the platform knows.
pub(super) fn check_app(name: &str, found: &str, expected: &str) -> Result<(), Wrong> {
    if found == expected {
        return Ok(());
    }
    Err(format!("its {name} is {found:?} and not {expected:?}: leave out `{name}` on the builder"))
}

/// Whether the application signed this text.
pub(super) fn check_signature(
    sign_type: SignType,
    text: &[u8],
    signature: &str,
) -> Result<(), Wrong> {
    let signature = STANDARD.decode(signature).ok();
    let key = KEYS.app.public_key();
    if signature.is_some_and(|signature| key.verify_as(sign_type, text, &signature)) {
        return Ok(());
    }
    let problem = "its signature is not of the application's key: build the client by \
                   `TestPlatform::client`";
    Err(problem.to_owned())
}

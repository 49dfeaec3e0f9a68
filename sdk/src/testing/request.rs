//! A request as tests look at it.

use std::sync::Arc;

use http::{HeaderMap, Method};

use super::posted::Posted;
use alipay_sdk_core::{data::Json, impl_debug};

/// A request that a [`TestPlatform`](super::TestPlatform) received, verified and decrypted. Cheap
/// to clone.
#[derive(Clone)]
pub struct TestRequest {
    posted: Arc<Posted>,
    json: Arc<Json>,
    number: usize,
}

impl TestRequest {
    pub(super) fn new(posted: Arc<Posted>, json: Json, number: usize) -> Self {
        Self { posted, json: Arc::new(json), number }
    }

    /// Returns the id of the operation, for instance `alipay.trade.query`.
    pub fn operation(&self) -> &str {
        &self.posted.operation
    }

    /// Returns the number of the request among those for this operation, from 1. Retries count.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.posted.head.method
    }

    /// Returns the percent-encoded path.
    pub fn path(&self) -> &str {
        self.posted.head.uri.path()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.posted.head.headers
    }

    /// Returns a parameter of the query, or of a request to the v2 gateway or TOP.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.posted.parameters.get(name).map(String::as_str)
    }

    /// Returns the sent JSON, decrypted: the body of v3, the part `data` of an upload, or the
    /// `biz_content` of the v2 gateway. It is `null` when there is none.
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// Returns a file of an upload.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.posted.files.get(name).map(|file| &file[..])
    }

    /// Returns the token of the merchant that the call is made for.
    pub fn app_auth_token(&self) -> Option<&str> {
        let header = self.headers().get("alipay-app-auth-token");
        header.and_then(|token| token.to_str().ok()).or(self.parameter("app_auth_token"))
    }
}

// Without the sent content: it may be personal data.
impl_debug!(TestRequest, |this| {
    operation: this.operation(),
    number: this.number,
});

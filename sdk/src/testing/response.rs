//! What a test platform responds with.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use alipay_sdk_core::transport::TransportErrorKind;

/// The response of a [`TestPlatform`](super::TestPlatform). Convert it from any value that serde
/// serializes, such as a response model or JSON, or create it by these functions. It is signed, and
/// encrypted when the request is encrypted.
#[derive(Clone, Debug)]
#[must_use]
pub struct TestResponse {
    pub(super) content: Result<Content, NoResponse>,
    pub(super) status: Option<StatusCode>,
    pub(super) headers: HeaderMap,
    pub(super) is_signed: bool,
    pub(super) delay: Duration,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A success, in JSON.
    Success(Bytes),
    Rejection {
        code: String,
        message: String,
    },
    /// A whole body.
    Recorded(Bytes),
}

#[derive(Clone, Debug)]
pub(super) enum NoResponse {
    /// The transport fails.
    Failure(TransportErrorKind),
    /// What the test gives cannot be sent.
    Mistake(String),
}

impl<T: Serialize> From<T> for TestResponse {
    fn from(value: T) -> Self {
        Self::new(match serde_json::to_vec(&value) {
            Ok(json) => Ok(Content::Success(json.into())),
            Err(error) => Err(NoResponse::Mistake(format!("the response is not JSON: {error}"))),
        })
    }
}

impl TestResponse {
    fn new(content: Result<Content, NoResponse>) -> Self {
        let (status, headers, delay) = (None, HeaderMap::new(), Duration::ZERO);
        Self { content, status, headers, is_signed: true, delay }
    }

    /// Creates a rejection with this code, such as `ACQ.TRADE_NOT_EXIST`. It is the `code` of v3,
    /// with status 400, or the `sub_code` of the v2 gateway and TOP.
    pub fn rejection(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Ok(Content::Rejection { code: code.into(), message: message.into() }))
    }

    /// Creates a response from a recorded body or a file, which is signed again. For the v2 gateway
    /// the content of the response field of the body is signed.
    pub fn recorded(body: impl Into<Bytes>) -> Self {
        Self::new(Ok(Content::Recorded(body.into())))
    }

    /// Creates a failure of the transport, without a response.
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self::new(Err(NoResponse::Failure(kind)))
    }

    /// Sets another HTTP status. A number that is not a status becomes 500.
    pub fn status(mut self, status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.status = Some(status);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Leaves the signature out, as for a page of a proxy, a file or events.
    pub fn unsigned(mut self) -> Self {
        self.is_signed = false;
        self
    }

    /// Delays the response by this time of the [`TestClock`](super::TestClock). A call with less
    /// time left ends in a time-out.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

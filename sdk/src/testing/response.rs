//! What a test platform responds with.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::transport::TransportErrorKind;

/// What a [`TestPlatform`](super::TestPlatform) responds with: made of whatever serde serializes, a
/// response model or JSON, or by these functions. It is signed, and encrypted when the request is.
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
            Err(error) => Err(NoResponse::Mistake(format!("the response is no JSON: {error}"))),
        })
    }
}

impl TestResponse {
    fn new(content: Result<Content, NoResponse>) -> Self {
        let (status, headers, delay) = (None, HeaderMap::new(), Duration::ZERO);
        Self { content, status, headers, is_signed: true, delay }
    }

    /// A rejection with this code, such as `ACQ.TRADE_NOT_EXIST`: the `code` of v3, with status
    /// 400; the `sub_code` of the v2 gateway and TOP.
    pub fn rejection(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Ok(Content::Rejection { code: code.into(), message: message.into() }))
    }

    /// A body that was recorded, or a file. It is signed anew: of a body of the v2 gateway, what
    /// stands in the field of the response.
    pub fn recorded(body: impl Into<Bytes>) -> Self {
        Self::new(Ok(Content::Recorded(body.into())))
    }

    /// No response: the transport fails.
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self::new(Err(NoResponse::Failure(kind)))
    }

    /// Another HTTP status. A number that is none is 500.
    pub fn status(mut self, status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.status = Some(status);
        self
    }

    /// One more header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Leaves the signature out, as a proxy's page, a file or events have none.
    pub fn unsigned(mut self) -> Self {
        self.is_signed = false;
        self
    }

    /// Comes after this time of the [`TestClock`](super::TestClock). A call that has no such time
    /// left ends in a time-out.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

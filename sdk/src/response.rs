//! A successful answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The body of an answer as received. Its `Debug` shows the length alone: it may hold anybody's
/// personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawBody(pub(crate) Bytes);

impl RawBody {
    /// The bytes, to keep.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for RawBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RawBody({} bytes)", self.0.len())
    }
}

/// A decoded answer, with all that came with it. Derefs to the model.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    body: RawBody,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, parts: http::response::Parts, body: Bytes) -> Self {
        Self { value, status: parts.status, headers: parts.headers, body: RawBody(body) }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The platform's id of this call (`alipay-trace-id`), to be named to its support.
    pub fn trace_id(&self) -> Option<&str> {
        trace_id(&self.headers)
    }

    /// The body as received: a member that the model does not know is found here.
    pub fn body(&self) -> &RawBody {
        &self.body
    }

    /// The model alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("trace_id", &self.trace_id())
            .field("value", &self.value)
            .finish()
    }
}

pub(crate) fn trace_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("alipay-trace-id")?.to_str().ok()
}

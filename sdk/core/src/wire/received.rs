//! A response as it was received.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::SET_COOKIE;
use http::response::Parts;
use http::{HeaderMap, StatusCode};

use crate::{impl_debug, redact};

/// The body of a response as received. `Debug` shows only the length, because the body may hold
/// personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawBody(Bytes);

impl RawBody {
    #[doc(hidden)]
    pub fn new(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// Returns the bytes by value.
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

/// Status, headers and body. `Debug` leaves the headers out.
#[derive(Clone)]
pub struct Received {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: RawBody,
}

impl Received {
    /// Cookies are marked sensitive, which keeps them out of the `Debug` of headers.
    pub fn new(mut parts: Parts, body: Bytes) -> Self {
        let cookies = parts.headers.iter_mut().filter(|(name, _)| *name == SET_COOKIE);
        cookies.for_each(|(_, value)| value.set_sensitive(true));
        Self { status: parts.status, headers: parts.headers, body: RawBody(body) }
    }

    /// The bytes of the body, shared.
    pub fn bytes(&self) -> Bytes {
        self.body.0.clone()
    }

    /// The platform's id of a call; the v2 gateway has another name for it.
    pub fn trace_id(&self) -> Option<&str> {
        let id = self.headers.get("alipay-trace-id").or_else(|| self.headers.get("trace_id"));
        id?.to_str().ok()
    }
}

impl_debug!(Received, |this| {
    status: this.status,
    trace_id: this.trace_id().map(redact::line),
    body: this.body,
});

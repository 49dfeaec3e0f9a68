//! A successful response.

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};

use super::body::ResponseBody;
use super::content::Accepted;
use crate::wire::RawBody;
use alipay_sdk_core::redact;

/// A decoded response, with all that came with it. Derefs to the model.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    accepted: Accepted,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, accepted: Accepted) -> Self {
        Self { value, accepted }
    }

    pub(crate) fn map(self, change: impl FnOnce(T) -> T) -> Self {
        Self { value: change(self.value), accepted: self.accepted }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.accepted.received.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.accepted.received.headers
    }

    /// The platform's id of this call (`alipay-trace-id`; the `request_id` of TOP), to be named to
    /// its support.
    pub fn trace_id(&self) -> Option<&str> {
        self.accepted.received.trace_id().or(self.accepted.trace_id.as_deref())
    }

    /// The body as received, encrypted when the call was encrypted: this is what the platform
    /// signed.
    pub fn body(&self) -> &RawBody {
        &self.accepted.received.body
    }

    /// The body after decryption: a field that the model does not know is found here.
    pub fn plain_body(&self) -> RawBody {
        RawBody::new(self.accepted.content.plain.clone())
    }

    /// Whether the response was signed. False only where the platform signs nothing: an empty
    /// response with status 204, an [`UnsignedFile`](crate::UnsignedFile), an
    /// [`EventStream`](crate::EventStream), and all of TOP.
    pub fn is_verified(&self) -> bool {
        self.accepted.verified
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

/// A value as [`ResponseBody::show`] formats it: an untyped one would show everything by itself.
struct Shown<'a, T>(&'a T);

impl<T: ResponseBody> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(formatter)
    }
}

impl<T: ResponseBody> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status())
            .field("trace_id", &self.trace_id().map(redact::line))
            .field("verified", &self.is_verified())
            .field("value", &Shown(&self.value))
            .finish()
    }
}

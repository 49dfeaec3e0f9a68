//! A successful response.

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};

use super::body::ResponseBody;
use super::content::Accepted;
use alipay_sdk_core::{redact, wire::RawBody};

/// A decoded response, with its status, headers and body. It dereferences to the model.
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

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.accepted.received.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.accepted.received.headers
    }

    /// Returns the platform's id of this call (`alipay-trace-id`; the `request_id` of TOP). Tell it
    /// to the platform's support.
    pub fn trace_id(&self) -> Option<&str> {
        self.accepted.received.trace_id().or(self.accepted.trace_id.as_deref())
    }

    /// Returns the body as received, encrypted when the call was encrypted. The platform signed
    /// this text.
    pub fn body(&self) -> &RawBody {
        &self.accepted.received.body
    }

    /// Returns the body after decryption. It also holds fields that the model does not have.
    pub fn plain_body(&self) -> RawBody {
        RawBody::new(self.accepted.content.plain.clone())
    }

    /// Returns whether the signature of the response was verified. It is `false` only where the
    /// platform does not sign: an empty response with status 204, an
    /// [`UnsignedFile`](crate::UnsignedFile), an [`EventStream`](crate::EventStream), and all
    /// responses of TOP.
    pub fn is_verified(&self) -> bool {
        self.accepted.verified
    }

    /// Returns the model by value.
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

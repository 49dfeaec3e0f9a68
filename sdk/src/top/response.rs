//! A successful answer of TOP.

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};

use crate::metadata::Answer;
use crate::response::{Accepted, RawBody, Shown};

/// A decoded answer, with all that came with it. Derefs to the model.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    request_id: Option<String>,
    answer: Accepted,
}

impl<T> Response<T> {
    pub(super) fn new(value: T, request_id: Option<String>, answer: Accepted) -> Self {
        Self { value, request_id, answer }
    }

    /// TOP's id of the request, to be named to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The body as received.
    pub fn body(&self) -> &RawBody {
        &self.answer.received
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

impl<T: Answer> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id)
            .field("value", &Shown(&self.value))
            .finish()
    }
}

//! A successful answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error::{Earlier, UnusableAnswer};
use crate::metadata::Answer;
use crate::request::CallInfo;

/// The body of an answer as received. Its `Debug` shows the length alone: it may hold anybody's
/// personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawBody(Bytes);

impl RawBody {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self(bytes)
    }

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
    answer: Accepted,
}

/// An answer whose signature was verified, as far as its kind is signed.
#[derive(Clone)]
pub(crate) struct Accepted {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) received: RawBody,
    /// The same as received, or decrypted.
    pub(crate) plain: Bytes,
    pub(crate) verified: bool,
}

impl Accepted {
    /// The answer for an error to keep, in plain text.
    pub(crate) fn unusable(self, call: &CallInfo) -> Box<UnusableAnswer> {
        Box::new(UnusableAnswer {
            operation: call.operation.clone(),
            status: self.status,
            headers: self.headers,
            body: RawBody(self.plain),
            earlier: Earlier::default(),
        })
    }
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, answer: Accepted) -> Self {
        Self { value, answer }
    }

    pub(crate) fn map(self, change: impl FnOnce(T) -> T) -> Self {
        Self { value: change(self.value), answer: self.answer }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The platform's id of this call (`alipay-trace-id`), to be named to its support.
    pub fn trace_id(&self) -> Option<&str> {
        trace_id(&self.answer.headers)
    }

    /// The body as received, encrypted when the call was encrypted: this is what the platform
    /// signed.
    pub fn body(&self) -> &RawBody {
        &self.answer.received
    }

    /// The body after decryption: a member that the model does not know is found here.
    pub fn plain_body(&self) -> RawBody {
        RawBody(self.answer.plain.clone())
    }

    /// Whether the answer was signed. False only where the platform signs nothing: an empty
    /// answer with status 204, an [`UnsignedFile`], and an [`EventStream`](crate::EventStream).
    pub fn is_verified(&self) -> bool {
        self.answer.verified
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

/// An answer as [`Answer::show`] formats it: an untyped one would show everything by itself.
pub(crate) struct Shown<'a, T>(pub(crate) &'a T);

impl<T: Answer> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(formatter)
    }
}

impl<T: Answer> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status())
            .field("trace_id", &self.trace_id())
            .field("verified", &self.is_verified())
            .field("value", &Shown(&self.value))
            .finish()
    }
}

/// A file that an operation answers with. The platform does not sign files, so nothing but the
/// TLS connection vouches for it: compare sums or sizes that a signed answer gave, where there
/// are some.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsignedFile(pub(crate) Bytes);

impl UnsignedFile {
    /// The bytes, to keep.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl Deref for UnsignedFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for UnsignedFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "UnsignedFile({} bytes)", self.0.len())
    }
}

pub(crate) fn trace_id(headers: &HeaderMap) -> Option<&str> {
    // The v2 gateway has another name for it.
    headers.get("alipay-trace-id").or_else(|| headers.get("trace_id"))?.to_str().ok()
}

//! A refusal of TOP.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode};

use super::answer::text;
use crate::data::Json;
use crate::redact;
use crate::request::CallInfo;
use crate::response::RawBody;

/// A refusal of TOP. It is not signed.
#[non_exhaustive]
pub struct TopError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// The HTTP status: mostly 200.
    pub status: StatusCode,
    /// The code, for instance 15 for an error of the service behind TOP.
    pub code: Option<i64>,
    /// What the code means.
    pub msg: Option<String>,
    /// The code of the service, for instance `isv.invalid-parameter`.
    pub sub_code: Option<String>,
    /// What that means, mostly in Chinese.
    pub sub_msg: Option<String>,
    /// TOP's id of the request, to be named to its support.
    pub request_id: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as received.
    pub body: RawBody,
}

impl TopError {
    pub(super) fn new(call: &CallInfo, parts: Parts, body: Bytes, refusal: &Json) -> Self {
        let member = |name| refusal.get(name).map(text).filter(|text| !text.is_empty());
        Self {
            operation: call.operation.clone(),
            status: parts.status,
            code: member("code").and_then(|code| code.trim().parse().ok()),
            msg: member("msg"),
            sub_code: member("sub_code"),
            sub_msg: member("sub_msg"),
            request_id: member("request_id"),
            headers: parts.headers,
            body: RawBody::new(body),
        }
    }

    /// Whether the same request may succeed later: TOP or the service behind it failed (`isp.…`,
    /// code 10), or there were too many calls (7, 8). After `isv.…` the request is what is wrong.
    ///
    /// A service that failed may have done what it was asked all the same: see
    /// [`is_unknown_outcome`](Self::is_unknown_outcome).
    pub fn retry_advised(&self) -> bool {
        match self.sub_code.as_deref() {
            Some(code) if code.starts_with("isp.") => true,
            Some(code) if code.starts_with("isv.") => false,
            _ => self.is_busy() || self.code == Some(10),
        }
    }

    /// Whether TOP takes no more calls for a while: nothing was done.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self.code, Some(7 | 8))
    }

    /// Whether it is unknown if the service did what it was asked: it failed on the way (code 10), or
    /// inside (15, 50), and did not say that the request was wrong (`isv.…`).
    pub fn is_unknown_outcome(&self) -> bool {
        match self.sub_code.as_deref() {
            _ if self.is_busy() => false,
            Some(code) if code.starts_with("isv.") => false,
            Some(code) if code.starts_with("isp.") => true,
            _ => matches!(self.code, Some(10 | 15 | 50)),
        }
    }
}

impl fmt::Display for TopError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.operation)?;
        if let Some(code) = self.code {
            write!(formatter, " {code}")?;
        }
        for part in [&self.msg, &self.sub_code, &self.sub_msg].into_iter().flatten() {
            write!(formatter, " {}", redact::line(part))?;
        }
        if let Some(id) = &self.request_id {
            write!(formatter, " (request id {})", redact::line(id))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TopError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TopError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("msg", &self.msg.as_deref().map(redact::line))
            .field("sub_code", &self.sub_code.as_deref().map(redact::line))
            .field("sub_msg", &self.sub_msg.as_deref().map(redact::line))
            .field("request_id", &self.request_id)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for TopError {}

//! A refusal.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use crate::error::{Earlier, ErrorCode};
use crate::redact;
use crate::response::{RawBody, trace_id};

/// The largest refusal that is looked into, in bytes; of a larger one the body is kept alone.
const LARGEST: usize = 1 << 20;

/// Statuses that platform and proxies answer with before anything is done. All but 400 tell enough
/// without a code: failures of the platform itself have that, too.
const BEFORE_ANYTHING: &[u16] =
    &[400, 401, 403, 404, 405, 407, 411, 413, 414, 415, 417, 421, 426, 429, 431];

/// How many details and links are taken out of a refusal.
const MANY: usize = 100;

/// An answer with a status other than 2xx, or one that says in spite of a 2xx that it is a
/// refusal.
///
/// `Display` gives operation, status, code, message, trace id and a link that explains; phone and
/// id numbers in the message are masked there.
#[non_exhaustive]
pub struct ApiError {
    /// The id of the operation.
    pub operation: Cow<'static, str>,
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code; absent when the body is not the platform's. Of the v2 gateway it is the
    /// `sub_code`, when there is one.
    pub code: Option<ErrorCode>,
    /// Of the v2 gateway: its own code, which sorts refusals, for instance `40004` for those of the
    /// business.
    pub gateway_code: Option<String>,
    /// The platform's message for people, mostly in Chinese.
    pub message: Option<String>,
    /// Pages that explain.
    pub links: Vec<Link>,
    /// What is wrong with single fields.
    pub details: Vec<Detail>,
    /// Whether the answer was signed, and the signature holds. Errors of the gateway itself are
    /// often not signed; one of the business that is not signed counts as of unknown outcome.
    pub verified: bool,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as received.
    pub body: RawBody,
    pub(crate) method: Method,
    pub(crate) earlier: Earlier,
    pub(crate) documented: &'static [&'static str],
}

/// A page that explains an error.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The address.
    pub link: String,
    /// What is found there.
    pub desc: Option<String>,
    /// How the page relates to the error.
    pub rel: Option<String>,
}

/// What is wrong with one field of the request.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detail {
    /// Where the field is, for instance `/amount/currency`.
    pub field: Option<String>,
    /// The value that was refused.
    pub value: Option<String>,
    /// Where it was sent: `body`, `query`, `path`.
    pub location: Option<String>,
    /// Which rule it breaks.
    pub issue: Option<String>,
    /// The same for people.
    pub description: Option<String>,
}

impl ApiError {
    /// Reads whatever stands in the body of a refusal: platform, proxy or nothing.
    pub(crate) fn read(
        call: &crate::request::CallInfo,
        verified: bool,
        parts: http::response::Parts,
        body: Bytes,
    ) -> Self {
        let readable = body.len() <= LARGEST;
        let json = readable.then(|| serde_json::from_slice(&body).ok()).flatten();
        let json: Value = json.unwrap_or_default();
        Self {
            operation: call.operation.clone(),
            status: parts.status,
            code: text(&json, "code").filter(|code| !code.is_empty()).map(ErrorCode::from),
            gateway_code: None,
            message: text(&json, "message"),
            links: links(&json["links"]),
            details: items(&json["details"]).filter_map(detail).take(MANY).collect(),
            verified,
            headers: parts.headers,
            body: RawBody::new(body),
            method: call.method.clone(),
            earlier: Earlier::default(),
            documented: call.error_codes,
        }
    }

    /// Reads a refusal of the v2 gateway: `refusal` is what stands below `error_response`, or below
    /// the name of the method.
    #[cfg(feature = "v2")]
    pub(crate) fn of_v2(
        call: &crate::request::CallInfo,
        verified: bool,
        parts: http::response::Parts,
        body: Bytes,
        refusal: &Value,
    ) -> Self {
        let member = |name| text(refusal, name).filter(|text| !text.is_empty());
        let code = member("sub_code").or_else(|| member("code"));
        Self {
            operation: call.operation.clone(),
            status: parts.status,
            code: code.map(ErrorCode::from),
            gateway_code: Some(member("code").unwrap_or_default()),
            message: member("sub_msg").or_else(|| member("msg")),
            links: Vec::new(),
            details: Vec::new(),
            verified,
            headers: parts.headers,
            body: RawBody::new(body),
            method: call.method.clone(),
            earlier: Earlier::default(),
            documented: call.error_codes,
        }
    }

    /// The platform's id of this call (`alipay-trace-id`), to be named to its support.
    pub fn trace_id(&self) -> Option<&str> {
        trace_id(&self.headers)
    }

    /// Whether the code is this one.
    pub fn has_code(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|found| found.as_str() == code)
    }

    /// Whether the documents of the operation name this code.
    pub fn is_documented(&self) -> bool {
        self.code.as_ref().is_some_and(|code| self.documented.contains(&code.as_str()))
    }

    /// Whether the refusal is one of the business itself (`ACQ.TRADE_NOT_EXIST`,
    /// `isv.code-invalid`), not of the platform's protocol (`invalid-signature`), of a proxy, or of
    /// a platform that failed; and one that is sure, which one that nobody signed is not.
    pub fn is_business(&self) -> bool {
        self.class().is_client_error()
            && !self.is_busy()
            && !self.is_unknown_outcome()
            && self.code.as_ref().is_some_and(|code| !self.is_of_platform(code))
    }

    /// Whether a code is one of the protocol: of the v2 gateway all are, except under `40004`.
    fn is_of_platform(&self, code: &ErrorCode) -> bool {
        match self.gateway_code.as_deref() {
            Some(sorted) => sorted != "40004",
            None => code.is_platform(),
        }
    }

    /// The status that sorts the refusal: the v2 gateway has 200 for all.
    fn class(&self) -> StatusCode {
        match self.gateway_code.as_deref() {
            None => self.status,
            Some("20001") => StatusCode::UNAUTHORIZED,
            Some("40005") => StatusCode::TOO_MANY_REQUESTS,
            Some("40006") => StatusCode::FORBIDDEN,
            Some(code) if code.starts_with('4') => StatusCode::BAD_REQUEST,
            Some(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// See [`Error::is_retryable`](crate::Error::is_retryable).
    pub fn is_retryable(&self) -> bool {
        if self.method == Method::GET {
            return self.is_busy() || self.is_unknown_outcome();
        }
        self.is_busy() && !self.is_unknown_outcome()
    }

    /// Whether the platform takes no more calls for a while.
    fn is_busy(&self) -> bool {
        self.class() == StatusCode::TOO_MANY_REQUESTS
            || self.has_code("app-call-limited")
            || self.has_code("method-call-limited")
    }

    /// Whether the platform may have done what it was asked all the same: it, or a proxy before
    /// it, failed or does not know; or nobody signed the refusal, and it is not one that comes
    /// before anything is done (a proxy's 403, the platform's `invalid-signature`).
    pub fn is_unknown_outcome(&self) -> bool {
        if !self.class().is_client_error() {
            return true;
        }
        match &self.code {
            // What the v2 gateway itself refuses, it does before anything is done.
            Some(code) if self.gateway_code.is_some() && self.is_of_platform(code) => false,
            Some(code) if code.is_unknown_outcome() => true,
            Some(_) if self.verified => false,
            // A proxy may have a code of its own: `{"code":"timeout"}` with 408.
            Some(code) => !self.is_of_platform(code) || !self.is_before_anything(),
            None => !self.is_before_anything() || self.class() == StatusCode::BAD_REQUEST,
        }
    }

    fn is_before_anything(&self) -> bool {
        BEFORE_ANYTHING.contains(&self.class().as_u16())
    }

    /// Status, code and message.
    pub(crate) fn summary(&self) -> String {
        let mut text = self.status.to_string();
        if let Some(code) = &self.gateway_code {
            text += &format!(" {}", redact::line(code));
        }
        if let Some(code) = &self.code {
            text += &format!(" {}", redact::line(code.as_str()));
        }
        if let Some(message) = &self.message {
            text += &format!(": {}", redact::line(message));
        }
        text
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.operation, self.summary())?;
        if let Some(trace_id) = self.trace_id() {
            write!(formatter, " (trace id {trace_id})")?;
        }
        if let Some(link) = self.links.first() {
            write!(formatter, " see {}", redact::line(&link.link))?;
        }
        if !self.verified {
            formatter.write_str(" [not signed]")?;
        }
        self.earlier.fmt(formatter)
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("gateway_code", &self.gateway_code)
            .field("message", &self.message.as_deref().map(redact::line))
            .field("links", &self.links)
            .field("details", &self.details)
            .field("verified", &self.verified)
            .field("trace_id", &self.trace_id())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Link")
            .field("link", &redact::line(&self.link))
            .field("desc", &self.desc.as_deref().map(redact::line))
            .field("rel", &self.rel)
            .finish()
    }
}

/// Without the value, which is what the caller sent, and with masked texts.
impl fmt::Debug for Detail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Detail")
            .field("field", &self.field)
            .field("location", &self.location)
            .field("issue", &self.issue.as_deref().map(redact::line))
            .field("description", &self.description.as_deref().map(redact::line))
            .finish_non_exhaustive()
    }
}

fn text(json: &Value, name: &str) -> Option<String> {
    match json.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn items(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

/// A list of objects as in the official documents, or one text as in the official models.
fn links(json: &Value) -> Vec<Link> {
    match json {
        Value::String(link) if !link.is_empty() => {
            vec![Link { link: link.clone(), ..Link::default() }]
        }
        Value::Object(_) => link(json).into_iter().collect(),
        _ => items(json).filter_map(link).take(MANY).collect(),
    }
}

fn link(json: &Value) -> Option<Link> {
    if let Value::String(link) = json {
        return Some(Link { link: link.clone(), ..Link::default() });
    }
    Some(Link { link: text(json, "link")?, desc: text(json, "desc"), rel: text(json, "rel") })
}

fn detail(json: &Value) -> Option<Detail> {
    json.is_object().then(|| Detail {
        field: text(json, "field"),
        value: text(json, "value"),
        location: text(json, "location"),
        issue: text(json, "issue"),
        description: text(json, "description"),
    })
}

//! An API error: the platform, or something before it, rejected a request.

use std::fmt;

use super::code::ErrorCode;
use super::verdict::Verdict;
use alipay_sdk_core::{impl_debug, redact};

/// A rejection by v3, the v2 gateway or Taobao TOP: a response with another status than 2xx, or one
/// whose body says despite a 2xx that the request was rejected.
///
/// `Display` gives the code, the message, the expected value, and advice where the response allows
/// any. It masks phone and id numbers. Status, headers and body are in the [`Error`](crate::Error).
#[non_exhaustive]
pub struct ApiError {
    /// The error code. It is `None` when the body is not the platform's. For the v2 gateway and TOP
    /// it is the `sub_code`, when there is one.
    pub code: Option<ErrorCode>,
    /// The code of the v2 gateway or of TOP itself, which gives the class of the error: for
    /// instance `40004` for an error of the business, or `15` for one of the service behind TOP.
    pub gateway_code: Option<String>,
    /// The meaning of the code of the v2 gateway or of TOP itself.
    pub gateway_message: Option<String>,
    /// The platform's message for people, mostly in Chinese.
    pub message: Option<String>,
    /// The value that would have been accepted, as the local gateway explains it. For a wrong
    /// signature it is the text that the gateway verified.
    pub expected: Option<String>,
    /// Pages that explain the error.
    pub links: Vec<Link>,
    /// The problems of single fields.
    pub details: Vec<Detail>,
    /// Whether the response has a valid signature. Errors of the gateway itself are often not
    /// signed, those of TOP never. After a write, an unsigned error means that the outcome is
    /// unknown, unless its code is one that the platform raises before it processes a request.
    pub verified: bool,
    /// The id of the request, where the body holds it.
    pub(crate) trace_id: Option<String>,
    pub(crate) documented: &'static [&'static str],
    pub(crate) verdict: Verdict,
    /// Whether a later retry of the same request may succeed.
    pub(crate) is_temporary: bool,
    /// What to do about it, as the rest of the response tells.
    pub(crate) hint: Option<String>,
}

/// A page that explains an error.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The address of the page.
    pub link: String,
    /// The title of the page.
    pub desc: Option<String>,
    /// How the page relates to the error.
    pub rel: Option<String>,
}

/// The problem of one field of the request.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detail {
    /// Where the field is, for instance `/amount/currency`.
    pub field: Option<String>,
    /// The value that was rejected.
    pub value: Option<String>,
    /// Where it was sent: `body`, `query`, `path`.
    pub location: Option<String>,
    /// The rule that the value breaks.
    pub issue: Option<String>,
    /// The problem in words.
    pub description: Option<String>,
}

impl ApiError {
    /// Returns whether the error has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|found| found.as_str() == code)
    }

    /// Returns whether the documents of the operation name this code.
    pub fn is_documented(&self) -> bool {
        self.code.as_ref().is_some_and(|code| self.documented.contains(&code.as_str()))
    }

    /// Returns whether the business itself rejected the request, and that is certain
    /// (`ACQ.TRADE_NOT_EXIST`, `isv.code-invalid`). It is `false` for rejections by the protocol
    /// (`invalid-signature`) or a proxy, for failures of the platform, and for unsigned rejections
    /// that prove nothing.
    pub fn is_business(&self) -> bool {
        self.verdict == Verdict::Business
    }

    /// Whether the platform takes no more calls for a while.
    pub(crate) fn is_busy(&self) -> bool {
        self.verdict == Verdict::Busy
    }

    /// Returns whether the platform may have processed the request nevertheless. That is so when
    /// the platform or a proxy failed or does not know. It is also so when the rejection of a write
    /// is not signed, and its code is not one that the platform raises before it processes a
    /// request (`invalid-signature`). Those codes are listed under `before_processing` in the
    /// project's `spec/decisions.yaml`.
    pub fn is_unknown_outcome(&self) -> bool {
        self.verdict == Verdict::Unknown
    }

    /// Returns whether the same request may succeed later: the platform or the service behind it
    /// failed (`isp.…` of TOP), or there were too many calls. The failed request may have been
    /// processed nevertheless: see [`is_unknown_outcome`](Self::is_unknown_outcome).
    pub fn is_temporary(&self) -> bool {
        self.is_temporary
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes = [
            self.gateway_code.as_deref(),
            self.gateway_message.as_deref(),
            self.code.as_ref().map(ErrorCode::as_str),
        ];
        let codes: Vec<_> = codes.into_iter().flatten().map(redact::line).collect();
        let mut shown = codes.join(" ");
        if let Some(message) = &self.message {
            shown += &format!(": {}", redact::line(message));
        }
        if let Some(expected) = &self.expected {
            shown += &format!("; expected: {}", redact::line(expected));
        }
        if let Some(hint) = &self.hint {
            let blank = if shown.is_empty() { "" } else { " " };
            shown += &format!("{blank}({hint})");
        }
        formatter.write_str(&shown)
    }
}

impl std::error::Error for ApiError {}

impl_debug!(ApiError, |this| {
    code: this.code,
    gateway_code: this.gateway_code.as_deref().map(redact::line),
    gateway_message: this.gateway_message.as_deref().map(redact::line),
    message: this.message.as_deref().map(redact::line),
    expected: this.expected.as_deref().map(redact::line),
    links: this.links,
    details: this.details,
    verified: this.verified,
    trace_id: this.trace_id.as_deref().map(redact::line),
});

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Link")
            .field("link", &redact::line(&self.link))
            .field("desc", &self.desc.as_deref().map(redact::line))
            .field("rel", &self.rel.as_deref().map(redact::line))
            .finish()
    }
}

// Without the value, which is what the caller sent, and with masked texts.
impl_debug!(Detail, |this| {
    field: this.field.as_deref().map(redact::line),
    location: this.location.as_deref().map(redact::line),
    issue: this.issue.as_deref().map(redact::line),
    description: this.description.as_deref().map(redact::line),
});

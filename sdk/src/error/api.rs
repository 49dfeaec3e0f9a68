//! An API error: the platform, or something before it, rejected a request.

use std::fmt;

use super::code::ErrorCode;
use super::verdict::Verdict;
use alipay_sdk_core::{impl_debug, redact};

/// A response with a status other than 2xx, or one that says in spite of a 2xx that the request was
/// rejected: of v3, of the v2 gateway, or of Taobao TOP.
///
/// `Display` gives code, message, what was expected, and what to do where the response tells; phone
/// and id numbers are masked there. Status, headers and body are those of the
/// [`Error`](crate::Error).
#[non_exhaustive]
pub struct ApiError {
    /// The error code; absent when the body is not the platform's. Of the v2 gateway and TOP it is
    /// the `sub_code`, when there is one.
    pub code: Option<ErrorCode>,
    /// Of the v2 gateway and TOP: their own code, which sorts errors, for instance `40004` for
    /// those of the business, and `15` for those of the service behind TOP.
    pub gateway_code: Option<String>,
    /// Of the v2 gateway and TOP: what their own code means.
    pub gateway_message: Option<String>,
    /// The platform's message for people, mostly in Chinese.
    pub message: Option<String>,
    /// What would have been accepted, as the local gateway explains it; for a bad signature the
    /// text that it verified.
    pub expected: Option<String>,
    /// Pages that explain.
    pub links: Vec<Link>,
    /// The problems of single fields.
    pub details: Vec<Detail>,
    /// Whether the response was signed, and the signature holds. Errors of the gateway itself are
    /// often not signed, those of TOP never. To a write one that is not signed counts as of unknown
    /// outcome, unless its code is one that the platform raises before it processes anything.
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
    /// The address.
    pub link: String,
    /// The text that is found there.
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
    /// Which rule it breaks.
    pub issue: Option<String>,
    /// The same for people.
    pub description: Option<String>,
}

impl ApiError {
    /// Whether the code is this one.
    pub fn has_code(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|found| found.as_str() == code)
    }

    /// Whether the documents of the operation name this code.
    pub fn is_documented(&self) -> bool {
        self.code.as_ref().is_some_and(|code| self.documented.contains(&code.as_str()))
    }

    /// Whether the reason is one of the business itself (`ACQ.TRADE_NOT_EXIST`,
    /// `isv.code-invalid`), not of the platform's protocol (`invalid-signature`), of a proxy, or of
    /// a platform that failed; and one that is sure, which one that nobody signed is not.
    pub fn is_business(&self) -> bool {
        self.verdict == Verdict::Business
    }

    /// Whether the platform takes no more calls for a while.
    pub(crate) fn is_busy(&self) -> bool {
        self.verdict == Verdict::Busy
    }

    /// Whether the platform may have done what it was asked all the same: it, or a proxy before it,
    /// failed or does not know; or nobody signed the rejection of a write, and its code is not one
    /// that the platform raises before it processes anything (`invalid-signature`). The list of
    /// those is `before_processing` in the project's `spec/decisions.yaml`.
    pub fn is_unknown_outcome(&self) -> bool {
        self.verdict == Verdict::Unknown
    }

    /// Whether the same request may succeed later: the platform or the service behind it failed
    /// (`isp.…` of TOP), or there were too many calls. What failed may have been done all the same:
    /// see [`is_unknown_outcome`](Self::is_unknown_outcome).
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

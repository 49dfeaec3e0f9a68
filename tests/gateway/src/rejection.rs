//! What the gateway rejects with.

use serde_json::{Value, json};

/// A rejection: status, code and message as the platform sends them, and the expected value for the
/// developer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejection {
    /// The HTTP status.
    pub status: u16,
    /// The code, for instance `invalid-signature` or `ACQ.TRADE_NOT_EXIST`.
    pub code: String,
    /// The problem, for people.
    pub message: String,
    /// The value that the gateway expected. For a wrong signature it is the text that it verified.
    pub expected: Option<String>,
    /// The problems of single fields.
    pub details: Vec<Detail>,
}

/// The problem of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The place of the field, as a JSON pointer.
    pub field: String,
    /// `body`, `query`, `path` or `part`.
    pub location: &'static str,
    /// The problem.
    pub issue: String,
}

impl Detail {
    /// The problem at this place.
    pub(crate) fn new(field: &str, location: &'static str, issue: impl Into<String>) -> Self {
        Self { field: field.to_owned(), location, issue: issue.into() }
    }
}

/// The response to a request: JSON, or a rejection.
pub(crate) type Reply = Result<Value, Rejection>;

impl Rejection {
    /// Creates a rejection with this status, code and message.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self { status, code, message, expected: None, details: Vec::new() }
    }

    /// Creates a business rejection, with status 400.
    pub fn business(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    /// Adds the expected value.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Adds the problems of single fields. The message names the first one, because not all clients
    /// show the details.
    #[must_use]
    pub fn details(mut self, details: Vec<Detail>) -> Self {
        if let Some(Detail { field, issue, .. }) = details.first() {
            self.message += &format!("：{field}: {issue}");
        }
        self.details = details;
        self
    }

    /// The body of the response.
    pub(crate) fn body(&self) -> Value {
        let link = format!("https://open.alipay.com/api/errCheck?code={}", self.code);
        let mut body = json!({
            "code": self.code,
            "message": self.message,
            "links": [{"link": link, "desc": "解决方案", "rel": "self"}],
        });
        if let Some(expected) = &self.expected {
            body["expected"] = expected.as_str().into();
        }
        if !self.details.is_empty() {
            let details = self.details.iter().map(|detail| {
                json!({"field": detail.field, "location": detail.location, "issue": detail.issue})
            });
            body["details"] = details.collect();
        }
        body
    }
}

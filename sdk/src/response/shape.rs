//! How the responses of an operation come.

use http::{HeaderMap, StatusCode, header};

use super::body::ResponseBody;

/// How the responses of an operation come.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Whether the platform signs them.
    pub(crate) signed: bool,
    /// Whether they may come as events.
    pub(crate) streamed: bool,
    /// Whether events are read as a whole, and not as they come.
    pub(crate) at_once: bool,
    /// Whether the documents name this field of them; nothing when they name none at all.
    pub(crate) documents: fn(&str) -> Option<bool>,
}

impl Shape {
    /// Responses of this type.
    pub(crate) fn of<R: ResponseBody>() -> Self {
        let (signed, streamed) = (R::SIGNED, R::STREAMED);
        Self { signed, streamed, at_once: false, documents: R::documents }
    }

    /// Whether this response comes as events, which nobody signs.
    pub(crate) fn is_events(self, status: StatusCode, headers: &HeaderMap) -> bool {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        self.streamed
            && status.is_success()
            && essence.trim().eq_ignore_ascii_case("text/event-stream")
    }
}

//! A response that was accepted, before it is decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::wire::{RawBody, Received};
use alipay_sdk_core::data::Json;

/// The content of a response: its body in plain text, and the tree that a protocol has made of it already.
#[derive(Clone)]
pub struct Content {
    pub(crate) plain: Bytes,
    pub(crate) tree: Option<Tree>,
}

/// JSON, and whether its lists are wrapped into objects, as TOP does.
#[derive(Clone)]
pub(crate) struct Tree {
    pub(crate) json: Json,
    pub(crate) is_wrapped: bool,
}

impl Content {
    pub(crate) fn new(plain: Bytes) -> Self {
        Self { plain, tree: None }
    }
}

/// How the responses of an operation come.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Whether the platform signs them.
    pub(crate) signed: bool,
    /// Whether they may come as events.
    pub(crate) streamed: bool,
    /// Whether events are read as a whole, and not as they come.
    pub(crate) at_once: bool,
}

impl Shape {
    pub(crate) fn new(signed: bool, streamed: bool) -> Self {
        Self { signed, streamed, at_once: false }
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

/// A response whose signature was verified, as far as its kind is signed.
#[derive(Clone)]
pub(crate) struct Accepted {
    pub(crate) received: Received,
    pub(crate) content: Content,
    pub(crate) verified: bool,
    /// The id of the request, where the body holds it.
    pub(crate) trace_id: Option<String>,
}

impl Accepted {
    /// As received, but with the body in plain text: what an error keeps.
    pub(crate) fn into_plain(self) -> Received {
        Received { body: RawBody::new(self.content.plain), ..self.received }
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.received.fmt(formatter)
    }
}

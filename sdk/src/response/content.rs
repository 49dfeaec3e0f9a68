//! A response that was accepted, before it is decoded.

use std::fmt;

use bytes::Bytes;

use alipay_sdk_core::{
    data::Json,
    wire::{RawBody, Received},
};

/// The content of a response: its body in plain text, and its JSON tree, if the protocol has parsed
/// it already.
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

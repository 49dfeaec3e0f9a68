//! A request as it arrived, before its signature was looked at.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use url::form_urlencoded;

use super::parts::parts;

/// What arrived.
pub(super) struct Posted {
    pub(super) operation: String,
    pub(super) head: http::request::Parts,
    /// The body, unless it is a form.
    pub(super) body: Bytes,
    /// The parameters of the query, of a form, and the texts of a multipart body.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) files: BTreeMap<String, Bytes>,
    pub(super) is_multipart: bool,
}

impl Posted {
    pub(super) fn new(operation: String, head: http::request::Parts, body: Bytes) -> Self {
        let query = head.uri.query().unwrap_or_default().as_bytes();
        let parameters = form_urlencoded::parse(query).into_owned().collect();
        let content_type = text(&head.headers, CONTENT_TYPE.as_str()).to_owned();
        let is_multipart = content_type.starts_with("multipart/form-data");
        let files = BTreeMap::new();
        let mut posted = Self { operation, head, body, parameters, files, is_multipart };
        if content_type.starts_with("application/x-www-form-urlencoded") {
            let body = std::mem::take(&mut posted.body);
            posted.parameters.extend(form_urlencoded::parse(&body).into_owned());
        } else if let Some((_, boundary)) = content_type.split_once("boundary=") {
            posted.take_parts(boundary);
        }
        posted
    }

    fn take_parts(&mut self, boundary: &str) {
        for part in parts(&std::mem::take(&mut self.body), boundary) {
            if part.is_file {
                self.files.insert(part.name, part.content);
            } else {
                let text = String::from_utf8_lossy(&part.content).into_owned();
                self.parameters.insert(part.name, text);
            }
        }
    }

    /// A header; an empty text without one.
    pub(super) fn header(&self, name: &str) -> &str {
        text(&self.head.headers, name)
    }

    /// A parameter; an empty text without one.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map(String::as_str).unwrap_or_default()
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

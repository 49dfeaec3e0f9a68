//! Parameters as the v2 gateway and TOP take them: a form, or the parts of an upload.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use percent_encoding::utf8_percent_encode;

use crate::body::Body;
use crate::error::Error;
use crate::exchange::VERSION;
use crate::multipart::Multipart;
use crate::request::{CallInfo, RESERVED};
use crate::transport::Timeout;
use crate::upload::FilePart;

const TEXT: &str = "text/plain; charset=utf-8";

/// A request put together: where it goes, and what it says.
pub(crate) struct Form<'a> {
    pub(crate) address: &'a str,
    pub(crate) accept: &'static str,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) files: Vec<(String, FilePart)>,
    /// What the parts of an upload are told apart by.
    pub(crate) boundary: &'a dyn Fn() -> String,
    pub(crate) timeout: Option<Duration>,
}

impl Form<'_> {
    pub(crate) fn into_http(self, call: &CallInfo) -> Result<http::Request<Body>, Error> {
        let (content_type, body) = if self.files.is_empty() {
            let text = encoded(self.parameters.iter().map(|(name, value)| (name, value)));
            ("application/x-www-form-urlencoded;charset=utf-8".to_owned(), Body::from(text))
        } else {
            let boundary = (self.boundary)();
            let texts = self.parameters.into_iter();
            let texts = texts.map(|(name, text)| (name, Bytes::from(text), TEXT));
            let parts = Multipart::new(&boundary, texts, self.files);
            let parts = parts.map_err(|reason| call.invalid(reason))?;
            (format!("multipart/form-data; boundary={boundary}"), Body::multipart(parts))
        };
        let request = http::Request::post(self.address)
            .header(CONTENT_TYPE, content_type)
            .header(ACCEPT, self.accept)
            .header(USER_AGENT, VERSION)
            .body(body);
        let mut request = request.map_err(|error| call.invalid(error.to_string()))?;
        if let Some(timeout) = self.timeout {
            request.extensions_mut().insert(Timeout(timeout));
        }
        Ok(request)
    }
}

/// `name=value` joined with `&`, percent-encoded by RFC 3986.
pub(crate) fn encoded(
    parameters: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
) -> String {
    let mut text = String::with_capacity(1024);
    for (name, value) in parameters {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name.as_ref(), RESERVED));
        text.push('=');
        text.extend(utf8_percent_encode(value.as_ref(), RESERVED));
    }
    text
}

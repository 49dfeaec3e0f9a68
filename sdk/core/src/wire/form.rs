//! Parameters as the v2 gateway and TOP take them: a form, or the parts of an upload.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};

use super::address::{VERSION, encoded};
use super::body::Body;
use super::file_part::FilePart;
use super::multipart::Multipart;

const TEXT: &str = "text/plain; charset=utf-8";

/// A request put together: where it goes, and what it says.
pub struct Form<'a> {
    /// The URL with its query.
    pub address: &'a str,
    /// The header `Accept`.
    pub accept: &'static str,
    pub parameters: Vec<(String, String)>,
    pub files: Vec<(String, FilePart)>,
    /// What the parts of an upload are told apart by.
    pub boundary: &'a dyn Fn() -> String,
}

impl Form<'_> {
    /// The request: a form, or an upload when there are files.
    ///
    /// # Errors
    /// When a part or the address has no place in HTTP.
    pub fn into_http(self) -> Result<http::Request<Body>, String> {
        let (content_type, body) = if self.files.is_empty() {
            let text = encoded(self.parameters.iter().map(|(name, value)| (name, value)));
            ("application/x-www-form-urlencoded;charset=utf-8".to_owned(), Body::from(text))
        } else {
            let boundary = (self.boundary)();
            let texts = self.parameters.into_iter();
            let texts = texts.map(|(name, text)| (name, Bytes::from(text), TEXT));
            let parts = Multipart::new(&boundary, texts, self.files)?;
            (format!("multipart/form-data; boundary={boundary}"), Body::multipart(parts))
        };
        http::Request::post(self.address)
            .header(CONTENT_TYPE, content_type)
            .header(ACCEPT, self.accept)
            .header(USER_AGENT, VERSION)
            .body(body)
            .map_err(|error| error.to_string())
    }
}

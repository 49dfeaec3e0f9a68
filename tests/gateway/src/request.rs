//! Requests: as they come, and as they are after all checks.

use alipay_codegen::ir::Operation;
use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

/// A request as it came.
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query, exactly as received.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A request that passed all checks, of whichever protocol.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) operation: Operation,
    pub(crate) app_id: String,
    /// The token of the merchant that the application acts for.
    pub(crate) app_auth_token: Option<String>,
    pub(crate) query: Vec<(String, String)>,
    /// The JSON body, or the JSON part of an upload; null without one.
    pub(crate) body: Value,
    pub(crate) files: Vec<UploadedFile>,
}

impl Checked {
    /// A text field of the body; an empty one counts as absent.
    pub(crate) fn body_text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A query parameter.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }
}

/// A file of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedFile {
    /// The name of its part.
    pub part: String,
    /// The name of the file.
    pub file_name: String,
    /// The content type of the file.
    pub content_type: String,
    /// The size of the file in bytes.
    pub size: usize,
    /// The MD5 of the content, in hexadecimal digits.
    pub md5: String,
}

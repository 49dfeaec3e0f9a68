//! The one charset that is read without the feature `charset`: UTF-8.

use std::borrow::Cow;

use http::HeaderMap;

/// UTF-8.
#[derive(Clone, Copy)]
pub struct Charset;

impl Charset {
    pub fn all(_: &HeaderMap) -> [Self; 1] {
        [Self]
    }

    pub(super) fn is_utf8(self) -> bool {
        true
    }

    /// The text, if the bytes are one.
    pub(super) fn decode(self, text: &[u8]) -> Option<Cow<'_, str>> {
        std::str::from_utf8(text).ok().map(Cow::Borrowed)
    }
}

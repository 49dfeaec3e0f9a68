//! The charsets that a response may be in, whatever was asked for.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use http::{HeaderMap, header};

/// How a text may be written.
#[derive(Clone, Copy)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// Charsets in the order in which they are tried: the one that the header names, UTF-8,
    /// GB18030. Nobody signs the header, so it can name no charsets but those of the platform.
    pub fn all(headers: &HeaderMap) -> [Self; 3] {
        let named = headers.get(header::CONTENT_TYPE).and_then(|value| named(value.to_str().ok()?));
        let named = named.filter(|named| [UTF_8, GBK, GB18030].contains(named));
        [named.unwrap_or(UTF_8), UTF_8, GB18030].map(Self)
    }

    pub(super) fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }

    /// The text, if the bytes are one.
    pub(super) fn decode(self, text: &[u8]) -> Option<Cow<'_, str>> {
        self.0.decode_without_bom_handling_and_without_replacement(text)
    }
}

/// The charset in `text/html;charset=GBK`.
fn named(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1).filter_map(|text| text.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let (_, label) = charsets.next()?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}

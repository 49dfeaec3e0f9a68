//! Text as it may stand in an address or a header.

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

/// RFC 3986: only unreserved characters stay bare, in names, values and path parameters.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How the SDK calls itself in headers.
pub(crate) const VERSION: HeaderValue =
    HeaderValue::from_static(concat!("alipay-sdk-rust/", env!("CARGO_PKG_VERSION")));

/// `name=value` joined with `&`, percent-encoded by RFC 3986.
pub(crate) fn encoded(
    parameters: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
) -> String {
    let mut text = String::with_capacity(1024);
    parameters.for_each(|(name, value)| append(&mut text, name.as_ref(), value.as_ref()));
    text
}

/// Appends one more `name=value` to an encoded query.
pub(crate) fn append(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.extend(utf8_percent_encode(value, RESERVED));
}

/// A header value of visible ASCII: the signature covers some of them, so what is signed must be what is
/// sent, to the byte. Marked sensitive, so that HTTP libraries keep it out of their logs: it may be a token.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    let visible = !text.is_empty() && text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    let mut value = HeaderValue::from_str(text).ok().filter(|_| visible)?;
    value.set_sensitive(true);
    Some(value)
}

/// Whether an address is one of this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_value_cannot_start_a_second_header_or_differ_on_the_wire() {
        for value in ["a\r\nb: c", "", " a", "a b", "中", "a\tb", "\0"] {
            assert!(header_value(value).is_none(), "{value:?} was accepted");
        }
        assert!(header_value("a-b_c/+=").is_some());
    }
}

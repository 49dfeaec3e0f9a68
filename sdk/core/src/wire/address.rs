//! Text as it may stand in an address or a header.

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

use crate::OddCharacter;

/// RFC 3986: only unreserved characters stay bare, in names, values and path parameters.
pub const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How the SDK calls itself in headers.
pub const VERSION: HeaderValue =
    HeaderValue::from_static(concat!("alipay-sdk-rust/", env!("CARGO_PKG_VERSION")));

/// `name=value` joined with `&`, percent-encoded by RFC 3986.
pub fn encoded(parameters: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> String {
    let mut text = String::with_capacity(1024);
    parameters.for_each(|(name, value)| append(&mut text, name.as_ref(), value.as_ref()));
    text
}

/// Appends one more `name=value` to an encoded query.
pub fn append(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.extend(utf8_percent_encode(value, RESERVED));
}

/// A header value of visible ASCII: the signature covers some of them, so what is signed must be
/// what is sent, to the byte. Marked sensitive, so that HTTP libraries keep it out of their logs:
/// it may be a token. The error says what is wrong with the text of this name.
pub fn header_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    if text.trim().is_empty() {
        return Err(format!("{name} is empty"));
    }
    if let Some(odd) = OddCharacter::first(text, |letter| letter.is_ascii_graphic()) {
        return Err(format!("{name} holds {odd}: it may hold only visible ASCII"));
    }
    let mut value =
        HeaderValue::from_str(text).map_err(|_| format!("{name} is not valid in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Whether an address is one of this machine.
pub fn is_loopback(url: &Url) -> bool {
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
            assert!(header_value("token", value).is_err(), "{value:?} was accepted");
        }
        assert!(header_value("token", "a-b_c/+=").is_ok());
    }

    #[test]
    fn what_is_wrong_with_a_header_value_is_said() {
        let refused = |text: &str| header_value("token", text).expect_err("a problem");
        assert_eq!(refused(""), "token is empty");
        assert_eq!(refused(" "), "token is empty");
        assert!(
            refused("ab\n").starts_with("token holds a line feed (U+000A) at line 1, column 3")
        );
    }
}

//! Headers of requests and responses.

use http::{HeaderMap, HeaderValue, Response};

/// The value of a header.
pub(crate) fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Sets a header; a value that no header can have is left out.
pub(crate) fn set(response: &mut Response<Vec<u8>>, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Keeps browsers from running, framing, sniffing or storing a page, and from telling other sites
/// about it.
pub(crate) fn protect(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

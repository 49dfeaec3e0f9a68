//! Who a request is from: a page of the web that a developer happens to visit must not look, turn
//! the knobs, or make calls, which name receivers to post to.

use std::net::{IpAddr, SocketAddr};

use http::uri::Authority;
use http::{HeaderMap, Response, StatusCode};
use url::{Host, Url};

use crate::header;

/// Where a request comes from, as far as it says so.
pub(crate) struct Origin<'a> {
    pub(crate) peer: SocketAddr,
    pub(crate) headers: &'a HeaderMap,
}

impl Origin<'_> {
    /// Addressed by a name of this machine: a name of the web that is made to point here
    /// (DNS rebinding) is none.
    pub(crate) fn names_loopback(&self) -> bool {
        header::get(self.headers, "host").is_some_and(|host| is_loopback(&host))
    }

    /// From a program on this machine, and not from a page of another site in its browser.
    pub(crate) fn is_local(&self) -> bool {
        self.peer.ip().is_loopback() && self.names_loopback() && self.has_local_page()
    }

    /// From no page, or from one of this machine. Without an address the browser tells no more than
    /// the site; `null` is the address of a sandbox, of a file, or of a page that hides its own.
    fn has_local_page(&self) -> bool {
        let site = header::get(self.headers, "sec-fetch-site");
        let page =
            header::get(self.headers, "origin").or_else(|| header::get(self.headers, "referer"));
        match (page.as_deref(), site.as_deref()) {
            (None, site) => site != Some("cross-site"),
            (Some("null"), site) => site == Some("same-origin"),
            (Some(page), _) => Url::parse(page).is_ok_and(|page| is_of_loopback(&page)),
        }
    }
}

/// The response to a request that is not from this machine.
pub(crate) fn forbidden() -> Response<Vec<u8>> {
    let mut response = Response::new(
        b"only for this machine: for programs, and for pages at http://localhost or http://127.0.0.1\n"
            .to_vec(),
    );
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Whether `host` or `host:port` is this machine.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_matches(['[', ']']);
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether an address is of this machine.
pub(crate) fn is_of_loopback(page: &Url) -> bool {
    match page.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "LOCALHOST:9999", "127.0.0.1:1", "127.8.8.8", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com",
            "10.0.0.1",
            "[::2]",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    /// Whether a request with these headers is taken for local.
    fn is_local(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let mut headers: HeaderMap = headers.collect();
        headers.insert("host", HeaderValue::from_static("127.0.0.1:9999"));
        Origin { peer: SocketAddr::from(([127, 0, 0, 1], 1)), headers: &headers }.is_local()
    }

    #[test]
    fn programs_and_pages_of_this_machine_are_local() {
        for headers in [
            &[][..],
            // For a browser `localhost` and `127.0.0.1` are two sites.
            &[("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site")],
            &[("referer", "http://localhost:3000/cart"), ("sec-fetch-site", "cross-site")],
            &[("origin", "http://[::1]:3000")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            // An address that somebody typed.
            &[("sec-fetch-site", "none")],
        ] {
            assert!(is_local(headers), "{headers:?}");
        }
        for headers in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "http://127.0.0.1.evil.example")],
            &[("origin", "http://localhost@evil.example")],
            &[("origin", "null"), ("referer", "http://localhost/")],
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[("origin", "null")],
            &[("referer", "https://evil.example/")],
            &[("sec-fetch-site", "cross-site")],
        ] {
            assert!(!is_local(headers), "{headers:?}");
        }
    }
}

//! Who may look, and who may turn the knobs: a page of the web that a developer happens to visit
//! must do neither.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::uri::Authority;

use crate::header;

/// Where a request comes from, as far as it says so.
pub(super) struct Origin<'a> {
    pub(super) peer: SocketAddr,
    pub(super) headers: &'a HeaderMap,
}

impl Origin<'_> {
    /// Addressed by a name of this machine: a name of the web that is made to point here
    /// (DNS rebinding) is none.
    pub(super) fn names_loopback(&self) -> bool {
        header::get(self.headers, "host").is_some_and(|host| is_loopback(&host))
    }

    /// From a program on this machine, and not from a page of another site in its browser.
    pub(super) fn is_local(&self) -> bool {
        let page = header::get(self.headers, "origin");
        let local_page = page
            .is_none_or(|page| page.split_once("://").is_some_and(|(_, host)| is_loopback(host)));
        // Browsers say so even where they send no Origin.
        let site = header::get(self.headers, "sec-fetch-site");
        let same_site = site.is_none_or(|site| site != "cross-site");
        self.peer.ip().is_loopback() && self.names_loopback() && local_page && same_site
    }
}

/// Whether `host` or `host:port` is this machine.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_matches(['[', ']']);
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
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
}

//! Who may be notified.

use std::net::SocketAddr;
use std::str::FromStr;

use http::uri::Authority;

/// Receivers that were named, and those on this machine as long as only this machine calls: a
/// caller from elsewhere could make the gateway post to services that only this machine reaches.
#[derive(Clone, Debug, Default)]
pub(crate) struct Receivers {
    pub(crate) named: Vec<Receiver>,
    pub(crate) on_this_machine: bool,
}

/// A host, at one port or at any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receiver {
    host: String,
    port: Option<u16>,
}

impl FromStr for Receiver {
    type Err = ();

    /// Reads `host` or `host:port`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let authority: Authority = text.parse().map_err(|_| ())?;
        let (host, port) = (authority.host().to_lowercase(), authority.port_u16());
        let written = port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        // Whatever else an address may hold is a mistake here.
        if written == text.to_lowercase() { Ok(Self { host, port }) } else { Err(()) }
    }
}

impl Receivers {
    /// Whether this host and port of an address were named.
    pub(super) fn has_named(&self, host: &str, port: u16) -> bool {
        self.named.iter().any(|receiver| {
            receiver.host.eq_ignore_ascii_case(host)
                && receiver.port.is_none_or(|allowed| allowed == port)
        })
    }

    /// Whether an address may be notified though nobody named it.
    pub(super) fn admits(&self, address: SocketAddr) -> bool {
        self.on_this_machine && address.ip().is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_is_a_host_and_perhaps_a_port() {
        let receivers = ["shop.test", "Shop.example:8080", "[::1]:80", "10.0.0.7"];
        let named = receivers.map(|receiver| receiver.parse().expect("a receiver")).into();
        let receivers = Receivers { named, on_this_machine: false };
        for (host, port) in [
            ("shop.test", 1),
            ("shop.test", 80),
            ("shop.example", 8080),
            ("[::1]", 80),
            ("10.0.0.7", 9),
        ] {
            assert!(receivers.has_named(host, port), "{host}:{port}");
        }
        for (host, port) in [("shop.example", 80), ("[::1]", 81), ("test", 80), ("10.0.0.70", 9)] {
            assert!(!receivers.has_named(host, port), "{host}:{port}");
        }
        for wrong in
            ["", "http://shop.test", "shop.test/notify", "me@shop.test", "shop:", "a:70000"]
        {
            assert_eq!(wrong.parse::<Receiver>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn this_machine_needs_no_name_while_only_this_machine_calls() {
        let here = SocketAddr::from(([127, 0, 0, 1], 80));
        let elsewhere = SocketAddr::from(([10, 0, 0, 1], 80));
        let local = Receivers { on_this_machine: true, ..Receivers::default() };
        assert!(local.admits(here) && !local.admits(elsewhere));
        let open = Receivers::default();
        assert!(!open.admits(here) && !open.admits(elsewhere));
    }
}

//! The server that a client calls, as traces and metrics name it.

use url::Url;

/// The host and the port of the base address.
pub(crate) struct Server {
    pub(super) address: String,
    pub(super) port: u16,
}

impl Server {
    pub(crate) fn new(base: &Url) -> Self {
        Self {
            address: base.host_str().unwrap_or_default().to_owned(),
            port: base.port_or_known_default().unwrap_or_default(),
        }
    }
}

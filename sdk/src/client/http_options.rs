//! What all clients can be told of the network, whatever their protocol.

use std::sync::Arc;

use url::Url;

use super::environment::Environment;
use crate::error::Error;
use crate::pipeline::{Pipeline, Rules, Server};
use crate::transport::{Blocking, SetupError, TransportChoice, TransportOptions};
use alipay_sdk_core::{clock::random_id, transport::Transport, wire::is_loopback};

/// Puts something around a transport.
type Wrap = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// The options, which [`ClientBuilder`](super::builder::ClientBuilder) sets.
pub(super) struct HttpOptions {
    pub(super) base: String,
    pub(super) allow_plain_http: bool,
    pub(super) rules: Rules,
    pub(super) nonces: Arc<dyn Fn() -> String + Send + Sync>,
    pub(super) transport: TransportChoice,
    pub(super) wrap: Option<Wrap>,
    pub(super) built_in: TransportOptions,
}

impl HttpOptions {
    pub(super) fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            allow_plain_http: false,
            rules: Rules::default(),
            nonces: Arc::new(random_id),
            transport: TransportChoice::default(),
            wrap: None,
            built_in: TransportOptions::default(),
        }
    }

    /// The base address: scheme, host and port, and a path where the protocol has one.
    pub(super) fn checked_base(&self) -> Result<Url, Error> {
        checked_address(&self.base, self.allow_plain_http)
    }

    pub(super) fn build(self, base: &Url) -> Result<Pipeline, Error> {
        let transport = self.transport.build(&self.built_in, base).map_err(not_made)?;
        Ok(Pipeline {
            transport: match (transport, self.wrap) {
                (Some(inner), Some(wrap)) => Some(wrap(inner)),
                (transport, _) => transport,
            },
            server: Server::new(base),
            built_in: self.built_in,
            budget: self.rules.retry.bucket(),
            rules: self.rules,
            is_production: is_production(base),
            blocking: Blocking::default(),
        })
    }
}

/// The error of a client whose way to the network cannot be made.
pub(crate) fn not_made(SetupError { problem, source }: SetupError) -> Error {
    match source {
        Some(source) => Error::configuration_because(problem, source),
        None => Error::configuration(problem),
    }
}

/// Whether an address may lead to the real platform.
fn is_production(base: &Url) -> bool {
    let sandbox = Url::parse(Environment::Sandbox.base_url());
    !is_loopback(base) && sandbox.is_ok_and(|sandbox| sandbox.host() != base.host())
}

/// An address that requests may go to.
pub(crate) fn checked_address(address: &str, allow_plain_http: bool) -> Result<Url, Error> {
    if address.trim().is_empty() {
        return Err(Error::configuration("base_url is empty"));
    }
    let is_web = ["http:", "https:"].iter().any(|scheme| address.starts_with(scheme));
    if !address.contains("://") && !is_web {
        return Err(Error::configuration("base_url has no scheme: put https:// before it"));
    }
    let url = Url::parse(address)
        .map_err(|error| Error::configuration_because("base_url is not a URL", error))?;
    let credentials = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || credentials {
        return Err(Error::configuration(
            "base_url must begin with http:// or https://, and must not hold a user name",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::configuration("base_url must not hold a query or a fragment"));
    }
    if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
        return Err(Error::configuration(
            "base_url has no TLS: use https://, or set allow_plain_http; without it, only loopback \
             addresses may use http://",
        ));
    }
    Ok(url)
}

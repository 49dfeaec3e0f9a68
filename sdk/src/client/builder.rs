//! The configuration of a client: what all of them have in common.

use std::sync::Arc;
use std::time::Duration;

use super::application_settings::ApplicationSettings;
use super::http_options::HttpOptions;
use crate::error::Error;
use crate::pipeline::{Metrics, RetryPolicy};
use crate::transport::{Transport, TransportChoice};
use alipay_sdk_core::{Secret, clock::Clock};

/// The configuration of a [`Client`](crate::Client), or, with other settings `S`, of a `TopClient`.
///
/// An application id, a private key, and either Alipay's public key or three certificates are
/// needed for a `Client`, an app key and a secret for a `TopClient`; all else has defaults.
#[must_use]
pub struct ClientBuilder<S = ApplicationSettings> {
    pub(super) settings: S,
    pub(super) http: HttpOptions,
    /// The first thing that went wrong; reported by `build`.
    pub(super) problem: Option<Error>,
}

impl<S> ClientBuilder<S> {
    pub(super) fn with_settings(settings: S, base: &str) -> Self {
        Self { settings, http: HttpOptions::new(base), problem: None }
    }

    /// Another address that the operations' paths are appended to, for instance
    /// `http://127.0.0.1:8080`. Without TLS only loopback addresses are accepted.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.http.base = base.into();
        self
    }

    /// Accepts a base address without TLS that is not loopback. Everybody on the way then reads
    /// all requests, tokens and personal data.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.http.allow_plain_http = allow;
        self
    }

    /// How long a call may take in all, from the signature to the end of the response, with all
    /// retries: 60 seconds by default. Large uploads need more. A transport of your
    /// own has to keep to its part of it ([`Timeout`](crate::Timeout)).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.http.rules.timeout = timeout;
        self
    }

    /// How long to wait for a connection: 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.built_in.connect_timeout = timeout;
        self
    }

    /// How long the platform may be silent, before its response and within it: 30 seconds by
    /// default. The time in which a file goes out is not counted.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.http.built_in.read_timeout = timeout;
        self
    }

    /// An HTTP proxy, for instance `http://user:password@10.0.0.1:3128`. By default the
    /// environment decides (`HTTPS_PROXY`, `NO_PROXY`); loopback addresses are reached directly.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.http.built_in.proxy = Some(url.into());
        self
    }

    /// One more root certificate to trust for TLS, as PEM: of a proxy that inspects traffic. It
    /// has nothing to do with Alipay's certificates.
    pub fn tls_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.built_in.tls_roots.push(pem.into());
        self
    }

    /// An HTTP client with options that there are none for here; those for connections here are
    /// then not used. It follows no redirects and repeats nothing, whatever the options say: see
    /// [`ReqwestTransport::new`](crate::ReqwestTransport::new), also for TLS and its panic.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, options: reqwest::ClientBuilder) -> Self {
        match crate::transport::ReqwestTransport::new(options) {
            Ok(transport) => self.transport(transport),
            Err(error) => {
                let problem = Error::configuration_because("http_client cannot be made", error);
                self.problem.get_or_insert(problem);
                self
            }
        }
    }

    /// Another way to the network.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.http.transport = TransportChoice::Custom(Arc::new(transport));
        self
    }

    /// No transport: the application prepares calls, sends the requests itself and completes the
    /// calls with the responses. Without the feature `reqwest` a client needs this or a
    /// [`transport`](Self::transport).
    pub fn without_transport(mut self) -> Self {
        self.http.transport = TransportChoice::None;
        self
    }

    /// Puts something around the transport, be it the built-in one or another: to count, record or
    /// delay what is sent. It sees signed requests and responses that are not verified yet.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.http.wrap = Some(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    /// The largest response that is read, in bytes: 32 MiB by default.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.http.rules.max_response_size = bytes;
        self
    }

    /// Whether to trace bodies at level `TRACE`, with personal data and secrets masked. Off by
    /// default.
    pub fn trace_bodies(mut self, trace: bool) -> Self {
        self.http.rules.trace_bodies = trace;
        self
    }

    /// Who collects the figures of calls: durations, failures, retries.
    pub fn metrics(mut self, metrics: impl Metrics) -> Self {
        self.http.rules.metrics = Some(Arc::new(metrics));
        self
    }

    /// How calls are sent again where that is safe; [`RetryPolicy::never`] turns it off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.http.rules.retry = policy;
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.http.rules.clock = Arc::new(clock);
        self
    }

    /// Another source of unique texts (nonces, request ids, multipart boundaries), for tests.
    pub fn nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.http.nonces = Arc::new(nonces);
        self
    }
}

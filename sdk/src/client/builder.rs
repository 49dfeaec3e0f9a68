//! The configuration of a client: what all of them have in common.

use std::sync::Arc;
use std::time::Duration;

use super::application_settings::ApplicationSettings;
use super::http_options::HttpOptions;
use crate::error::Error;
use crate::pipeline::{Metrics, RetryPolicy};
use crate::setters::setters;
use crate::transport::TransportChoice;
use alipay_sdk_core::{Secret, clock::Clock, transport::Transport};

/// The configuration of a [`Client`](crate::Client), or, with other settings `S`, of a `TopClient`.
///
/// A `Client` needs an application id, a private key, and either Alipay's public key or three
/// certificates. A `TopClient` needs an app key and a secret. Everything else has a default.
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

    setters! {
        /// Sets another base address, to which the paths of the operations are appended, for
        /// instance `http://127.0.0.1:8080`. Without TLS only loopback addresses are accepted.
        pub fn base_url(base: impl Into<String>) => http.base = base.into();

        /// Sets whether to accept a base address without TLS that is not loopback. Anybody on the
        /// way can then read all requests, tokens and personal data.
        pub fn allow_plain_http(allow: bool) => http.allow_plain_http = allow;

        /// Sets how long a call may take in all, from the signature to the end of the response,
        /// including all retries: 60 seconds by default. Large uploads need more. A transport of
        /// your own must observe the [`Timeout`](crate::Timeout) of each request.
        pub fn timeout(timeout: Duration) => http.rules.timeout = timeout;

        /// Sets how long to wait for a connection: 10 seconds by default.
        pub fn connect_timeout(timeout: Duration) => http.built_in.connect_timeout = timeout;

        /// Sets how long the platform may be silent, before its response and within it: 30 seconds
        /// by default. The time for sending a file does not count.
        pub fn read_timeout(timeout: Duration) => http.built_in.read_timeout = timeout;

        /// Sets an HTTP proxy, for instance `http://user:password@10.0.0.1:3128`. By default the
        /// environment decides (`HTTPS_PROXY`, `NO_PROXY`). Loopback addresses are reached
        /// directly.
        pub fn proxy(url: impl Into<Secret>) => http.built_in.proxy = Some(url.into());
    }

    /// Adds a root certificate to trust for TLS, as PEM, for instance that of a proxy that inspects
    /// traffic. It is not related to Alipay's certificates.
    pub fn tls_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.built_in.tls_roots.push(pem.into());
        self
    }

    /// Sets the options of the HTTP client, for those that this builder does not have. The
    /// connection options of this builder are then ignored. The client follows no redirects and
    /// retries nothing, whatever the options say.
    /// [`ReqwestTransport::new`](crate::ReqwestTransport::new) tells more, also about TLS and when
    /// it panics.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, options: reqwest::ClientBuilder) -> Self {
        match crate::transport::reqwest::ReqwestTransport::new(options) {
            Ok(transport) => self.transport(transport),
            Err(error) => {
                let problem = Error::configuration_because("http_client cannot be made", error);
                self.problem.get_or_insert(problem);
                self
            }
        }
    }

    /// Sets the transport that sends requests, instead of the built-in one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.http.transport = TransportChoice::Custom(Arc::new(transport));
        self
    }

    /// Builds the client without a transport. The application [prepares](crate::Call::prepare)
    /// calls, sends the requests itself, and completes the calls with the responses. Without the
    /// feature `reqwest` a client needs this or a [`transport`](Self::transport).
    pub fn without_transport(mut self) -> Self {
        self.http.transport = TransportChoice::None;
        self
    }

    /// Wraps the transport, the built-in one or another, for instance to count, record or delay
    /// requests. The wrapper sees signed requests, and responses that are not verified yet.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.http.wrap = Some(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    setters! {
        /// Sets the largest response that the client reads, in bytes: 32 MiB by default.
        pub fn max_response_size(bytes: usize) => http.rules.max_response_size = bytes;

        /// Sets whether to trace bodies at level `TRACE`, with personal data and secrets masked.
        /// Off by default.
        pub fn trace_bodies(trace: bool) => http.rules.trace_bodies = trace;

        /// Sets the collector of the metrics of calls: durations, failures and retries.
        pub fn metrics(metrics: impl Metrics) => http.rules.metrics = Some(Arc::new(metrics));

        /// Sets how calls are retried where that is safe. [`RetryPolicy::never`] turns retries off.
        pub fn retry(policy: RetryPolicy) => http.rules.retry = policy;

        /// Sets another clock, for tests.
        pub fn clock(clock: impl Clock) => http.rules.clock = Arc::new(clock);

        /// Sets another source of unique texts (nonces, request ids, multipart boundaries), for
        /// tests.
        pub fn nonces(nonces: impl Fn() -> String + Send + Sync + 'static) =>
            http.nonces = Arc::new(nonces);
    }
}

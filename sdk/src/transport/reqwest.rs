//! The built-in transport: reqwest, TLS by rustls on the cryptographic library of the features.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, ClientBuilder, Proxy};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;
use url::Url;

use super::options::{SetupError, TransportOptions};
use crate::crypto::tls_provider;
use alipay_sdk_core::{
    transport::{Timeout, Transport, TransportError, TransportErrorKind, TransportFuture},
    wire::{Body, BoxError, NextFrame, is_loopback},
};

/// A transport by [`reqwest`].
#[derive(Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// How long the platform may be silent.
    silence: Option<Duration>,
}

impl ReqwestTransport {
    /// Creates a transport from these options. It follows no redirects and retries nothing,
    /// whatever the options say: a redirected request would carry the token of a merchant to
    /// another host, and its signature would not match. It takes options and not a finished
    /// [`Client`], because that does not tell whether it follows redirects.
    ///
    /// # Errors
    /// When reqwest cannot build a client from the options.
    ///
    /// # Panics
    /// Only with the feature `ring` and without `aws-lc-rs`, when rustls has no default provider in
    /// this process and the options have no TLS configuration; [`ClientBuilder::build`] panics
    /// then. Call `rustls::crypto::ring::default_provider().install_default()` before, or turn on
    /// the feature `rustls` of reqwest.
    pub fn new(options: ClientBuilder) -> Result<Self, reqwest::Error> {
        let options = sent_once(options);
        Ok(Self { client: options.build()?, silence: None })
    }

    /// Creates a transport with the default TLS and time limits of a client, for requests to this
    /// address that are not calls.
    ///
    /// # Errors
    /// When the address is not a URL, or TLS cannot be set up.
    pub fn to_address(address: &str) -> Result<Self, TransportError> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| {
            TransportError::new(TransportErrorKind::NotSent, source)
        };
        let base = Url::parse(address).map_err(|error| failed(error.into()))?;
        Self::with_options(&TransportOptions::default(), &base).map_err(|error| match error {
            SetupError { source: Some(source), .. } => failed(source),
            SetupError { problem, source: None } => failed(problem.into()),
        })
    }

    pub(super) fn with_options(options: &TransportOptions, base: &Url) -> Result<Self, SetupError> {
        let client = start(builder(options, base)?)?;
        Ok(Self { client, silence: Some(options.read_timeout) })
    }
}

/// A client for connections that HTTP only begins: WebSocket asks for HTTP/1.1. It keeps none of
/// them, for none comes back.
pub(crate) fn upgrading_client(
    options: &TransportOptions,
    base: &Url,
) -> Result<Client, SetupError> {
    start(builder(options, base)?.http1_only().pool_max_idle_per_host(0))
}

fn builder(options: &TransportOptions, base: &Url) -> Result<ClientBuilder, SetupError> {
    let builder = Client::builder()
        .connect_timeout(options.connect_timeout)
        .tls_backend_preconfigured(tls(&options.tls_roots)?);
    Ok(match &options.proxy {
        Some(url) => builder.proxy(proxy(url.expose())?),
        None if is_loopback(base) => builder.no_proxy(),
        None => builder,
    })
}

fn start(builder: ClientBuilder) -> Result<Client, SetupError> {
    let client = sent_once(builder).build();
    client.map_err(|error| SetupError::because("the HTTP client cannot start", error))
}

/// Every request goes to the address that it is signed for, once, and nowhere else.
fn sent_once(builder: ClientBuilder) -> ClientBuilder {
    let builder = builder.retry(reqwest::retry::never());
    builder.redirect(reqwest::redirect::Policy::none()).referer(false)
}

/// Nothing of the client: it may name a proxy with its password, or headers.
impl std::fmt::Debug for ReqwestTransport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("ReqwestTransport").finish_non_exhaustive()
    }
}

/// An address that cannot be used is not repeated in the error: it may hold a password.
fn proxy(url: &str) -> Result<Proxy, SetupError> {
    let known = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let proxy = Proxy::all(url).ok().filter(|_| known);
    proxy.ok_or_else(|| {
        SetupError::new("proxy is not the address of an HTTP proxy, such as http://10.0.0.1:3128")
    })
}

/// TLS with the roots of this machine and some more. The provider is named, so that no default of
/// the process can change it.
fn tls(more: &[Vec<u8>]) -> Result<rustls::ClientConfig, SetupError> {
    let provider = Arc::new(tls_provider());
    let verifier = if more.is_empty() {
        Verifier::new(provider.clone())
    } else {
        Verifier::new_with_extra_roots(roots(more)?, provider.clone())
    };
    let verifier = verifier.map_err(|error| {
        SetupError::because(
            "the root certificates of this machine cannot be read (on Linux: install \
             ca-certificates)",
            error,
        )
    })?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::because("TLS cannot start", error))?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

fn roots(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, SetupError> {
    let mut roots = Vec::new();
    for pem in pems {
        let before = roots.len();
        for root in CertificateDer::pem_slice_iter(pem) {
            roots.push(
                root.map_err(|error| {
                    SetupError::because("tls_root_certificate is not PEM", error)
                })?,
            );
        }
        if roots.len() == before {
            return Err(SetupError::new("tls_root_certificate holds no certificate"));
        }
    }
    Ok(roots)
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let timeout = request.extensions().get::<Timeout>().copied();
            // While a stream goes out the platform has nothing to say yet.
            let silence = self.silence.filter(|_| request.body().as_bytes().is_some());
            let request = request.map(|body| match body.as_bytes() {
                Some(bytes) => reqwest::Body::from(bytes.clone()),
                None => reqwest::Body::wrap(body),
            });
            let mut request = reqwest::Request::try_from(request).map_err(failed)?;
            *request.timeout_mut() = timeout.map(|Timeout(timeout)| timeout);
            let response = within(silence, self.client.execute(request)).await?.map_err(failed)?;
            let response = http::Response::from(response);
            let silence = self.silence;
            Ok(response.map(|body| Body::new(TimedBody { body, silence, timer: None })))
        })
    }
}

/// What a future gives, if it gives it in time.
async fn within<F: Future>(
    silence: Option<Duration>,
    future: F,
) -> Result<F::Output, TransportError> {
    match silence {
        None => Ok(future.await),
        Some(silence) => tokio::time::timeout(silence, future).await.map_err(silent),
    }
}

fn silent(elapsed: tokio::time::error::Elapsed) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, elapsed)
}

/// Host and port tell where the failure was. The rest of the address holds what the caller put into
/// path and query: it stays out of errors.
pub(crate) fn failed(error: reqwest::Error) -> TransportError {
    let authority = error.url().map(|url| url.authority().to_owned());
    let error = error.without_url();
    let kind = if error.is_connect() || error.is_builder() {
        TransportErrorKind::NotSent
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, error).at(authority)
}

/// The body of a response, whose errors are ours, and that must not be silent for too long.
struct TimedBody {
    body: reqwest::Body,
    silence: Option<Duration>,
    /// Runs while nothing comes.
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl http_body::Body for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> NextFrame {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(at) {
            self.timer = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(|error| failed(error).into())));
        }
        let Some(silence) = self.silence else { return Poll::Pending };
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(silence)));
        ready!(timer.as_mut().poll(at));
        let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
        Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Timeout, late).into())))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::Body::size_hint(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_told_before_anything_is_sent() {
        let error = ReqwestTransport::to_address("shop.example/notify").expect_err("no scheme");
        assert_eq!(error.kind(), TransportErrorKind::NotSent);
        assert!(ReqwestTransport::to_address("https://shop.example/notify").is_ok());
    }
}

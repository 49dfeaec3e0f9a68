//! The built-in transport: reqwest, TLS by rustls on aws-lc-rs.

use std::sync::Arc;

use reqwest::{Client, Proxy};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;
use url::Url;

use super::{Timeout, Transport, TransportFuture, TransportOptions};
use crate::body::Body;
use crate::client::is_loopback;
use crate::error::{Error, TransportError, TransportErrorKind};

/// A transport by [`reqwest`].
#[derive(Clone)]
pub struct ReqwestTransport(Client);

impl ReqwestTransport {
    /// With a ready client. Let it follow no redirects: a redirected request is not signed for
    /// where it goes.
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    pub(super) fn with_options(options: &TransportOptions, base: &Url) -> Result<Self, Error> {
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.read_timeout)
            .tls_backend_preconfigured(tls(&options.tls_roots)?);
        let builder = match &options.proxy {
            Some(url) => builder.proxy(proxy(url)?),
            None if is_loopback(base) => builder.no_proxy(),
            None => builder,
        };
        let client = builder.build();
        client
            .map(Self)
            .map_err(|error| Error::configuration_of("the HTTP client cannot start", error))
    }
}

/// Nothing of the client: it may name a proxy with its password, or headers.
impl std::fmt::Debug for ReqwestTransport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("ReqwestTransport").finish_non_exhaustive()
    }
}

/// An address that cannot be used is not repeated in the error: it may hold a password.
fn proxy(url: &str) -> Result<Proxy, Error> {
    Proxy::all(url).map_err(|_| Error::configuration("proxy is not the address of a proxy"))
}

/// TLS with the roots of this machine and some more. The provider is named, so that no default of
/// the process can change it.
fn tls(more: &[Vec<u8>]) -> Result<rustls::ClientConfig, Error> {
    let invalid = |what: &str, error: rustls::Error| Error::configuration_of(what, error);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = if more.is_empty() {
        Verifier::new(provider.clone())
    } else {
        Verifier::new_with_extra_roots(roots(more)?, provider.clone())
    };
    let verifier = verifier.map_err(|error| {
        invalid(
            "the root certificates of this machine cannot be read (on Linux: install \
                 ca-certificates)",
            error,
        )
    })?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid("TLS cannot start", error))?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

fn roots(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut roots = Vec::new();
    for pem in pems {
        let before = roots.len();
        for root in CertificateDer::pem_slice_iter(pem) {
            roots.push(root.map_err(|error| {
                Error::configuration_of("tls_root_certificate is not PEM", error)
            })?);
        }
        if roots.len() == before {
            return Err(Error::configuration("tls_root_certificate holds no certificate"));
        }
    }
    Ok(roots)
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let timeout = request.extensions().get::<Timeout>().copied();
            let request = request.map(|body| match body.as_bytes() {
                Some(bytes) => reqwest::Body::from(bytes.clone()),
                None => reqwest::Body::wrap(body),
            });
            let mut request = reqwest::Request::try_from(request).map_err(failed)?;
            *request.timeout_mut() = timeout.map(|Timeout(timeout)| timeout);
            let response = self.0.execute(request).await.map_err(failed)?;
            let response = http::Response::from(response);
            Ok(response.map(|body| Body::new(ErrorMapped(body))))
        })
    }
}

/// The address holds what the caller put into path and query: it stays out of errors.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_connect() || error.is_builder() {
        TransportErrorKind::NotSent
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, error)
}

/// The body of an answer, whose errors are ours.
struct ErrorMapped(reqwest::Body);

impl http_body::Body for ErrorMapped {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        at: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(at).map_err(failed)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::Body::size_hint(&self.0)
    }
}

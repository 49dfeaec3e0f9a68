//! The way to the network.

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::body::Body;
use crate::error::{Error, TransportError};

#[cfg(feature = "blocking")]
pub(crate) use blocking::Blocking;
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;

/// Sends requests. Implement it to use another HTTP library, or none.
///
/// A transport sends each request once and as it is: no retries, no redirects, no change of
/// address or body, because the request is signed. It keeps to [`Timeout`] itself: nobody else
/// does. It gives the answer after HTTP content
/// decoding, with its body unread.
///
/// ```
/// use alipay_sdk::{Body, Transport, TransportFuture};
///
/// /// Answers everything itself.
/// struct Recorded;
///
/// impl Transport for Recorded {
///     fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
///         let path = request.uri().path().to_owned();
///         Box::pin(async move { Ok(http::Response::new(Body::from(path))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. How long it may take in all stands in its extensions, as [`Timeout`].
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// An answer on its way.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// How long a call may take in all, the reading of the answer included: an extension of the
/// request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// What the built-in transport can be told.
#[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "for the built-in transport"))]
pub(crate) struct TransportOptions {
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) proxy: Option<String>,
    /// Root certificates as PEM.
    pub(crate) tls_roots: Vec<Vec<u8>>,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            proxy: None,
            tls_roots: Vec::new(),
        }
    }
}

/// The transport that a builder was told to use.
#[derive(Default)]
pub(crate) enum TransportChoice {
    #[default]
    BuiltIn,
    Custom(Arc<dyn Transport>),
    None,
}

impl TransportChoice {
    pub(crate) fn build(
        self,
        options: &TransportOptions,
        base: &Url,
    ) -> Result<Option<Arc<dyn Transport>>, Error> {
        match self {
            Self::BuiltIn => options.build(base).map(Some),
            Self::Custom(transport) => Ok(Some(transport)),
            Self::None => Ok(None),
        }
    }
}

impl TransportOptions {
    #[cfg(feature = "reqwest")]
    fn build(&self, base: &Url) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(ReqwestTransport::with_options(self, base)?))
    }

    #[cfg(not(feature = "reqwest"))]
    fn build(&self, _: &Url) -> Result<Arc<dyn Transport>, Error> {
        Err(Error::configuration(
            "there is no transport: turn on the feature `reqwest` of alipay-sdk, give the builder \
             a transport of your own (`transport`), or call `without_transport` and send the \
             prepared requests yourself",
        ))
    }
}

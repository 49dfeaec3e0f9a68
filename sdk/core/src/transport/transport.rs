//! Who sends requests.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::error::TransportError;
use crate::wire::Body;

/// Sends requests. Implement it to use another HTTP library, or none.
///
/// A transport sends each request once and unchanged, without retries and redirects, because the
/// request is signed. It must enforce the [`Timeout`] itself; the client does not. It returns the
/// response after HTTP content decoding, with its body unread.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::{Body, Transport, TransportFuture};
///
/// /// Responds to everything itself.
/// struct Recorded;
///
/// impl Transport for Recorded {
///     fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
///         let path = request.uri().path().to_owned();
///         Box::pin(async move { Ok(http::Response::new(Body::from(path))) })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport, so it cannot send requests",
    label = "no `Transport`",
    note = "options of a client of reqwest go to `ClientBuilder::http_client`, with the Cargo feature `reqwest`; a \
            service of tower goes into a `ServiceTransport`, with the feature `tower`",
    note = "for another HTTP library, implement `alipay_sdk::Transport`: `send` gives the response as it comes"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. Its extensions hold the time limit as [`Timeout`].
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// The future of a response.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// How long a request may take, including the reading of the response. It is an extension of the
/// request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout(pub Duration);

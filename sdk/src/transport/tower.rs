//! Services of tower as transports, and transports as services.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http_body::{Body as HttpBody, SizeHint};
use tower_service::Service;

use alipay_sdk_core::{
    Sleep,
    clock::{Clock, SystemClock},
    transport::{Timeout, Transport, TransportError, TransportErrorKind, TransportFuture, within},
    wire::{Body, BoxError, NextFrame},
};

/// For requests that no client made.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A transport that sends requests with a tower service, for instance a hyper-util client, or
/// layers around [`TransportService`].
///
/// It observes the [`Timeout`] of each request. An error of the service counts as "not sent" only
/// when the service was not ready, or when it is a [`TransportError`] of that kind.
///
/// The layers must not send a request twice, follow redirects, or change the address or the body,
/// because the request is signed. Layers may decompress responses.
///
/// ```
/// use alipay_sdk::{Client, ServiceTransport, TransportService};
/// use tower::ServiceBuilder;
/// use tower::limit::ConcurrencyLimitLayer;
///
/// let builder = Client::builder().wrap_transport(|inner| {
///     let service = ServiceBuilder::new()
///         .layer(ConcurrencyLimitLayer::new(8))
///         .service(TransportService::new(inner));
///     ServiceTransport::new(service)
/// });
/// ```
#[derive(Debug)]
pub struct ServiceTransport<S> {
    /// Behind a mutex that is held for a clone only: few services are `Sync`.
    service: Mutex<S>,
}

impl<S> ServiceTransport<S> {
    /// Creates a transport that clones this service for each request.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let limit = request.extensions().get::<Timeout>().map_or(DAY, |limit| limit.0);
        let authority = request.uri().authority().map(|authority| authority.as_str().to_owned());
        let timer = SystemClock.sleep(limit);
        Box::pin(async move {
            // Nothing was sent before the service is ready.
            let mut kind = TransportErrorKind::NotSent;
            let sent = within(limit, async {
                poll_fn(|at| service.poll_ready(at)).await.map_err(Into::into)?;
                kind = TransportErrorKind::Interrupted;
                service.call(request).await.map_err(Into::into)
            });
            match sent.await {
                Some(Ok(response)) => Ok(timed(response, timer)),
                Some(Err(error)) => Err(failed(error, kind, authority)),
                None => Err(late(kind, "the service took longer than the timeout of the call")
                    .at(authority)),
            }
        })
    }
}

/// The error of a call whose time is over.
fn late(kind: TransportErrorKind, reason: &'static str) -> TransportError {
    let kind = match kind {
        TransportErrorKind::NotSent => kind,
        _ => TransportErrorKind::Timeout,
    };
    TransportError::new(kind, reason)
}

/// A response whose body has to end in the time of its call; events may go on.
fn timed<B>(response: http::Response<B>, timer: Sleep) -> http::Response<Body>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let content_type = response.headers().get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    let is_events = content_type.is_some_and(|value| value.starts_with(b"text/event-stream"));
    let timer = (!is_events).then_some(timer);
    response.map(|body| Body::new(TimedBody { body: Body::new(body), timer }))
}

/// The error of a service: a transport's own tells best what is known of the request.
fn failed(error: BoxError, kind: TransportErrorKind, authority: Option<String>) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(kind, error).at(authority),
    }
}

/// A body that has to end in the time of its call.
struct TimedBody {
    body: Body,
    timer: Option<Sleep>,
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> NextFrame {
        let next = Pin::new(&mut self.body).poll_frame(at);
        if next.is_ready() {
            return next;
        }
        let Some(timer) = &mut self.timer else { return Poll::Pending };
        timer.as_mut().poll(at).map(|()| {
            let kind = TransportErrorKind::Timeout;
            Some(Err(late(kind, "the response took longer than the timeout of the call").into()))
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A transport as a tower service, to wrap into layers. It is always ready.
#[derive(Clone)]
pub struct TransportService {
    transport: Arc<dyn Transport>,
}

impl TransportService {
    /// Creates a service that sends with this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl std::fmt::Debug for TransportService {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TransportService").finish_non_exhaustive()
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = TransportFuture<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = self.transport.clone();
        Box::pin(async move { transport.send(request).await })
    }
}

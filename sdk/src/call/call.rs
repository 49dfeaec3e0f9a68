//! A call before it is sent, and while it is.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::pending::{Pending, decode};
use super::send::{Sending, SentByClient, start};
use crate::error::Error;
use crate::pipeline::{Pipeline, Sent};
use crate::protocol::{Operation, Protocol};
use crate::request::{CallInfo, Request};
use crate::response::{Response, ResponseBody, Shape};
use alipay_sdk_core::{data::FieldValue, wire::Body};

/// One call of the operation `O`. It is a future: awaiting it sends the request. Dropping it before
/// that sends nothing.
///
/// The body is serialized when the call is created, so a call borrows nothing and can be spawned. A
/// call that a browser or an app carries (v2 gateway) is not a future: sign it with `page_execute`
/// or `sdk_execute`.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O: Operation> {
    pub(super) endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) request: Result<Request, Error>,
    /// The name of the call, which stays when the request is on its way.
    pub(super) info: CallInfo,
    sending: Option<Sending>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(
        endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
        pipeline: &Arc<Pipeline>,
    ) -> Self {
        Self::with_info(endpoint, pipeline, O::INFO.into(), O::INFO.path)
    }

    pub(super) fn with_info(
        endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
        pipeline: &Arc<Pipeline>,
        info: CallInfo,
        path: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Self {
        let shape = Shape::of::<O::Response>();
        let request = Ok(Request::new(info.clone(), shape, path));
        let pipeline = pipeline.clone();
        Self { endpoint, pipeline, request, info, sending: None, operation: PhantomData }
    }

    /// Sets how long this call may take in all, including its retries. It replaces the
    /// [`timeout`](crate::ClientBuilder::timeout) of the client.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.set(|request| request.timeout = Some(timeout))
    }

    /// Sets whether this call may be sent again when its outcome is unknown (a time-out, a broken
    /// connection, a failure of the platform). By default the [`Idempotency`](crate::Idempotency)
    /// of the operation decides. Pass `true` only when the platform acts once, however often it
    /// gets the request.
    pub fn idempotent(self, idempotent: bool) -> Self {
        self.set(|request| request.idempotent = Some(idempotent))
    }

    /// Sets the content of the request: the JSON body of v3, the `biz_content` of the v2 gateway,
    /// or the parameters of TOP.
    pub fn body(self, body: &O::Body) -> Self
    where
        O::Body: FieldValue,
    {
        self.change(|request| O::Protocol::set_body(request, body))
    }

    /// Signs the call, and returns a request that any HTTP library can send. Pass the response to
    /// [`Pending::complete`].
    ///
    /// The signature is valid for a short time and for one use. Nothing is retried here: to send
    /// the call again, prepare it again. Do not log the request: its `Debug` shows the query, which
    /// may hold a token or personal data.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) and
    /// [`ErrorKind::Signing`](crate::ErrorKind::Signing).
    pub async fn prepare(self) -> Result<(http::Request<Body>, Pending<O>), Error> {
        let Self { endpoint, pipeline, request, .. } = self;
        let (request, exchange) = pipeline.prepare(&*endpoint, request?).await?;
        Ok((request, Pending::new(endpoint, pipeline, exchange)))
    }

    pub(super) fn set(self, change: impl FnOnce(&mut Request)) -> Self {
        self.change(|request| {
            change(request);
            Ok(())
        })
    }

    /// The first thing that goes wrong while the call is put together is reported by sending it.
    pub(super) fn change(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }
}

impl<O: Operation> std::fmt::Debug for Call<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = &self.info.operation;
        formatter.debug_struct("Call").field("operation", operation).finish_non_exhaustive()
    }
}

/// A future, and not what becomes one, so that the compiler says of an operation that somebody else
/// carries why it is none ([`SentByClient`]).
impl<O: Operation> Future for Call<O>
where
    O::Protocol: SentByClient,
{
    type Output = Result<Response<O::Response>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if this.sending.is_none() {
            let again = Err(this.info.invalid("the call was sent already: make a new one"));
            let request = std::mem::replace(&mut this.request, again)?;
            let (endpoint, pipeline) = (this.endpoint.clone(), this.pipeline.clone());
            this.sending = Some(start(endpoint, pipeline, request));
        }
        let Some(sending) = &mut this.sending else { return Poll::Pending };
        let sent = ready!(sending.as_mut().poll(context));
        this.sending = None;
        Poll::Ready(sent.and_then(|sent| finish(&this.info, sent)))
    }
}

/// Reads the part that came, and goes on with the rest.
pub(super) fn finish<R: ResponseBody>(info: &CallInfo, sent: Sent) -> Result<Response<R>, Error> {
    let (accepted, rest) = sent;
    let response = decode::<R>(info, accepted)?;
    Ok(match rest {
        Some(rest) => response.map(|value| value.attach(rest)),
        None => response,
    })
}

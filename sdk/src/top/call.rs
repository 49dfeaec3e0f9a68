//! A call of TOP before it is sent.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::answer::{Answered, accept, decode};
use super::client::Core;
use super::request::Request;
use super::{Operation, Response, TopClient};
use crate::body::Body;
use crate::data::FieldValue;
use crate::error::Error;
use crate::request::CallInfo;
use crate::round_trip::round_trip;
use crate::trace::Trace;
use crate::upload::FilePart;

/// One call of operation `O`. It is sent when awaited.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O: Operation> {
    client: TopClient,
    call: CallInfo,
    request: Result<Request, Error>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(super) fn new(client: &TopClient, call: CallInfo) -> Self {
        let request = Ok(Request::new(call.clone()));
        Self { client: client.clone(), call, request, operation: PhantomData }
    }

    /// Sets the parameters that a model holds.
    pub fn body(self, body: &O::Body) -> Self
    where
        O::Body: FieldValue,
    {
        self.with(|request| request.fields(body))
    }

    /// The session of a user, instead of the client's.
    pub fn session(self, session: impl AsRef<str>) -> Self {
        self.parameter("session", session)
    }

    /// The application that is called, where an operation wants to know (`target_app_key`).
    pub fn target_app_key(self, app_key: impl AsRef<str>) -> Self {
        self.parameter("target_app_key", app_key)
    }

    /// Sets a parameter; an empty one is left out. Those that the client sets itself (`app_key`,
    /// `sign`, …) cannot be set.
    pub fn parameter(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|request| request.set(name.as_ref(), value.as_ref()))
    }

    /// Adds a file. Files are not signed.
    pub fn file(self, name: impl Into<String>, file: FilePart) -> Self {
        self.with(|request| {
            request.files.push((name.into(), file));
            Ok(())
        })
    }

    /// How long this call may take in all, instead of the client's time.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|request| {
            request.timeout = Some(timeout);
            Ok(())
        })
    }

    /// Signs the call, and gives it as a request for any HTTP library. The answer is then given
    /// to [`Pending::complete`].
    ///
    /// # Errors
    /// [`Error::Request`].
    pub fn prepare(self) -> Result<(http::Request<Body>, Pending<O>), Error> {
        let core = self.client.core.clone();
        let request = self.request?.sign(&core)?;
        Ok((request, Pending { core, call: self.call, operation: PhantomData }))
    }

    /// Sends the call, and waits for the answer on this thread; see
    /// [`Call::send_blocking`](crate::Call::send_blocking).
    ///
    /// # Errors
    /// As of an awaited call.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<O::Answer>, Error> {
        let Self { client: TopClient { core }, call, request, .. } = self;
        let request = request?;
        let sent = (core.clone(), call.clone());
        let accepted =
            core.blocking.call(&call, async move { send(&sent.0, &sent.1, request).await })??;
        decode(&call, accepted)
    }

    fn with(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
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
        let operation = &self.call.operation;
        formatter.debug_struct("Call").field("operation", operation).finish_non_exhaustive()
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Answer>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client: TopClient { core }, call, request, .. } = self;
        Box::pin(async move {
            let accepted = send(&core, &call, request?).await?;
            decode(&call, accepted)
        })
    }
}

/// Sends a request, and gives the answer when it is no refusal.
async fn send(core: &Arc<Core>, call: &CallInfo, request: Request) -> Result<Answered, Error> {
    let trace = Trace::start(call, 1, core.trace_bodies);
    trace.request_text(&request.traced());
    let once = async {
        let transport = core.transport.as_ref().ok_or_else(|| call.no_transport())?;
        let request = request.sign(core)?;
        let answer = round_trip(&**transport, call, request, core.max_answer_size).await?;
        accept(core, call, answer)
    };
    let result = trace.run(once).await;
    match &result {
        Ok(answered) => trace.answer(&answered.accepted.plain),
        Err(error) => error.body().into_iter().for_each(|body| trace.answer(body)),
    }
    trace.finish(result.as_ref().map(|answered| &answered.accepted));
    result
}

/// A call that was prepared and waits for its answer.
pub struct Pending<O: Operation> {
    core: Arc<Core>,
    call: CallInfo,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Pending<O> {
    /// Decodes the answer.
    ///
    /// # Errors
    /// All that an awaited call can report, except [`Error::Transport`].
    pub fn complete(
        self,
        answer: http::Response<impl Into<Bytes>>,
    ) -> Result<Response<O::Answer>, Error> {
        let accepted = accept(&self.core, &self.call, answer.map(Into::into))?;
        decode(&self.call, accepted)
    }
}

impl<O: Operation> std::fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = &self.call.operation;
        formatter.debug_struct("Pending").field("operation", operation).finish_non_exhaustive()
    }
}

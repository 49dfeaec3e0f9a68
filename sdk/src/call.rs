//! A call before it is sent: lazy, with the options of this one call.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;
use http::header::ACCEPT;

use crate::body::Body;
use crate::client::Client;
use crate::data::FieldValue;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::metadata::{Answer, Operation, Parts};
use crate::request::{CallInfo, Payload, Request};
use crate::response::{Accepted, Response};

/// What an answer that is streamed may come as.
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream, application/json");

/// One call of operation `O`. It is sent when awaited; dropped before, nothing happens.
///
/// The body is serialised when the call is made, so a call borrows nothing and can be spawned.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O: Operation> {
    client: Client,
    request: Result<Request, Error>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(client: &Client) -> Self {
        Self::of(client, Request::new(O::INFO.into(), O::INFO.path))
    }

    pub(crate) fn of(client: &Client, mut request: Request) -> Self {
        if O::Answer::STREAMED {
            request.headers.insert(ACCEPT, EVENTS);
        }
        Self { client: client.clone(), request: Ok(request), operation: PhantomData }
    }

    /// On behalf of a merchant: the token that the merchant's authorisation gave
    /// (`app_auth_token`). It replaces the one of a client made by
    /// [`Client::for_merchant`].
    pub fn app_auth_token(self, token: impl AsRef<str>) -> Self {
        self.with(|request| {
            let token = request.header_value("app_auth_token", token.as_ref())?;
            request.app_auth_token = Some(token);
            Ok(())
        })
    }

    /// The id of this request, for tracing; without it the client makes one. It does not make a
    /// call idempotent.
    pub fn request_id(self, id: impl AsRef<str>) -> Self {
        self.with(|request| {
            request.request_id = Some(request.header_value("request_id", id.as_ref())?);
            Ok(())
        })
    }

    /// How long this call may take in all, its repetitions included, instead of the client's time.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|request| {
            request.timeout = Some(timeout);
            Ok(())
        })
    }

    /// Whether this call may be sent again when nobody knows what became of it (a time-out, a broken
    /// connection, a failure of the platform). Without a word the operation's
    /// [`Repetition`](crate::Repetition) decides; say yes only for what the platform does once
    /// however often it is asked.
    pub fn repeatable(self, repeatable: bool) -> Self {
        self.with(|request| {
            request.repeatable = Some(repeatable);
            Ok(())
        })
    }

    /// Whether to encrypt this call's body, and to expect an encrypted answer. Without a word:
    /// whenever the client has an encryption key.
    pub fn encrypt(self, encrypt: bool) -> Self {
        self.with(|request| {
            request.encrypt = Some(encrypt);
            Ok(())
        })
    }

    /// Adds a query parameter that the operation does not document.
    pub fn query(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|request| {
            request.query(name.as_ref(), value.as_ref());
            Ok(())
        })
    }

    /// Adds a header. Headers are not signed; those of the protocol cannot be set.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|request| request.header(name.as_ref(), value.as_ref()))
    }

    /// Sets a parameter of the path. The methods of the API groups do this.
    pub fn path(self, name: impl AsRef<str>, value: impl std::fmt::Display) -> Self {
        self.with(|request| request.path(name.as_ref(), &value.to_string()))
    }

    /// Sets the query parameters; those that are not set are left out.
    pub fn params(self, params: &O::Params) -> Self
    where
        O::Params: FieldValue,
    {
        self.with(|request| request.params(params))
    }

    /// Sets the JSON body.
    pub fn body(self, body: &O::Body) -> Self
    where
        O::Body: FieldValue,
    {
        self.with(|request| request.json(body))
    }

    /// Sets the parts of an upload.
    pub fn upload(self, parts: O::Body) -> Self
    where
        O::Body: Parts,
    {
        self.with(|request| {
            request.payload = Payload::Upload(parts.into_upload());
            Ok(())
        })
    }

    /// Signs the call, and gives it as a request for any HTTP library. The answer is then given
    /// to [`Pending::complete`].
    ///
    /// A request is signed for now, and for one use: prepare again to send again, since nothing is
    /// repeated here. Do not log it:
    /// its `Debug` shows the address with the query, which may hold a token or personal data.
    ///
    /// # Errors
    /// [`Error::Request`] and [`Error::Signing`].
    pub async fn prepare(self) -> Result<(http::Request<Body>, Pending<O>), Error> {
        let (request, exchange) = self.client.prepare(self.request?).await?;
        Ok((request, Pending { exchange, operation: PhantomData }))
    }

    /// Sends the call, and waits for the answer on this thread. It uses the same transport as
    /// asynchronous calls, on a runtime of its own. In asynchronous code await the call instead, or
    /// other tasks wait, too.
    ///
    /// # Errors
    /// As of an awaited call.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<O::Answer>, Error> {
        let request = self.request?;
        let call = request.call.clone();
        let client = self.client.clone();
        // Events are read here to the last one: behind this call nothing moves them.
        let send = async move { client.send(request, O::Answer::SIGNED, false).await };
        let (answer, _) = self.client.block_on(&call, send)??;
        decode::<O::Answer>(&call, answer)
    }

    /// The first thing that goes wrong while the call is put together is reported by sending it.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
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
        let operation = self.request.as_ref().map(|request| &*request.call.operation);
        formatter.debug_struct("Call").field("operation", &operation).finish_non_exhaustive()
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Answer>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, request, .. } = self;
        Box::pin(async move {
            let request = request?;
            let call = request.call.clone();
            let (answer, rest) =
                client.send(request, O::Answer::SIGNED, O::Answer::STREAMED).await?;
            let response = decode::<O::Answer>(&call, answer)?;
            Ok(match rest {
                Some(rest) => response.map(|value| value.attach(rest)),
                None => response,
            })
        })
    }
}

/// A call that was prepared and waits for its answer.
pub struct Pending<O: Operation> {
    exchange: Exchange,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Pending<O> {
    /// Verifies, decrypts and decodes the answer.
    ///
    /// # Errors
    /// All that an awaited call can report, except [`Error::Transport`].
    pub fn complete(
        self,
        answer: http::Response<impl Into<bytes::Bytes>>,
    ) -> Result<Response<O::Answer>, Error> {
        let accepted = self.exchange.accept(answer.map(Into::into), O::Answer::SIGNED)?;
        decode::<O::Answer>(self.exchange.call(), accepted)
    }
}

impl<O: Operation> std::fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = &self.exchange.call().operation;
        formatter.debug_struct("Pending").field("operation", operation).finish_non_exhaustive()
    }
}

/// Reads an accepted answer.
pub(crate) fn decode<A: Answer>(call: &CallInfo, answer: Accepted) -> Result<Response<A>, Error> {
    match A::decode(&answer.plain) {
        Ok(value) => Ok(Response::new(value, answer)),
        Err(source) => {
            let operation = &*call.operation;
            tracing::warn!(target: "alipay_sdk", operation, error = %source, "not readable");
            Err(Error::Decode { answer: answer.unusable(call), source })
        }
    }
}

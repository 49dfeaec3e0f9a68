//! A call of the v2 gateway before it is sent.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use super::exchange::{self, Exchange};
use super::request::{Request, Signed};
use super::{Operation, Page};
use crate::body::Body;
use crate::call::decode;
use crate::client::Client;
use crate::data::{FieldValue, to_json};
use crate::error::Error;
use crate::form::encoded;
use crate::request::CallInfo;
use crate::response::Response;
use alipay_sdk_core::SignType;

/// One call of operation `O`. It is sent when awaited, or handed to somebody else by
/// [`sdk_execute`](Self::sdk_execute) and [`page_execute`](Self::page_execute).
#[must_use = "a call is sent when it is awaited"]
pub struct Call<O: Operation> {
    client: Client,
    call: CallInfo,
    request: Result<Request, Error>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    pub(super) fn new(client: &Client, sign_type: SignType, call: CallInfo) -> Self {
        let request = Ok(Request::new(call.clone(), sign_type));
        Self { client: client.clone(), call, request, operation: PhantomData }
    }

    /// Sets what is sent as `biz_content`.
    pub fn body(self, body: &O::Body) -> Self
    where
        O::Body: FieldValue,
    {
        self.with(|request| {
            let text = to_json(body);
            let text = text.map_err(|error| request.call.invalid(format!("body: {error}")))?;
            request.biz_content = String::from_utf8_lossy(&text).into_owned();
            Ok(())
        })
    }

    /// On behalf of a merchant: the token that the merchant's authorisation gave. It replaces the
    /// one of a client made by [`Client::for_merchant`].
    pub fn app_auth_token(self, token: impl AsRef<str>) -> Self {
        self.parameter("app_auth_token", token)
    }

    /// The access token of a user, where the operation asks for it.
    pub fn auth_token(self, token: impl AsRef<str>) -> Self {
        self.parameter("auth_token", token)
    }

    /// Where the platform notifies of what happens to the order.
    pub fn notify_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("notify_url", url)
    }

    /// Where the platform sends the buyer's browser afterwards.
    pub fn return_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("return_url", url)
    }

    /// Sets a parameter beside `biz_content`; an empty one is left out. Those that the client sets
    /// itself (`app_id`, `sign`, …) cannot be set.
    pub fn parameter(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|request| request.set(name.as_ref(), value.as_ref()))
    }

    /// How long this call may take in all, instead of the client's time.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|request| {
            request.timeout = Some(timeout);
            Ok(())
        })
    }

    /// Whether to encrypt `biz_content`. Without a word: whenever the client has an encryption key.
    pub fn encrypt(self, encrypt: bool) -> Self {
        self.with(|request| {
            request.encrypt = Some(encrypt);
            Ok(())
        })
    }

    /// Signs the call for an app: the text (order string) that the app hands to Alipay's.
    ///
    /// # Errors
    /// [`Error::Request`] and [`Error::Signing`]: nothing is sent.
    pub async fn sdk_execute(self) -> Result<String, Error> {
        let signed = self.sign_without_files().await?;
        Ok(encoded(signed.parameters.iter()))
    }

    /// Signs the call for a browser: a link or a form.
    ///
    /// # Errors
    /// [`Error::Request`] and [`Error::Signing`]: nothing is sent.
    pub async fn page_execute(self) -> Result<Page, Error> {
        Ok(Page::new(&self.sign_without_files().await?))
    }

    /// Signs the call, and gives it as a request for any HTTP library. The answer is then given
    /// to [`Pending::complete`]. Do not log the request: its address may hold a token.
    ///
    /// # Errors
    /// [`Error::Request`] and [`Error::Signing`].
    pub async fn prepare(self) -> Result<(http::Request<Body>, Pending<O>), Error> {
        let (request, exchange) = Exchange::prepare(&self.client, self.request?).await?;
        Ok((request, Pending { exchange, operation: PhantomData }))
    }

    /// Sends the call, and waits for the answer on this thread; see
    /// [`Call::send_blocking`](crate::Call::send_blocking).
    ///
    /// # Errors
    /// As of an awaited call.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<O::Answer>, Error> {
        let Self { client, call, request, .. } = self;
        let accepted = client.block_on(&call, exchange::send(client.clone(), request?))??;
        decode(&call, accepted)
    }

    /// As [`sdk_execute`](Self::sdk_execute), waiting for the signer on this thread.
    ///
    /// # Errors
    /// As of `sdk_execute`.
    #[cfg(feature = "blocking")]
    pub fn sdk_execute_blocking(self) -> Result<String, Error> {
        self.client.clone().block_on(&self.call.clone(), self.sdk_execute())?
    }

    /// As [`page_execute`](Self::page_execute), waiting for the signer on this thread.
    ///
    /// # Errors
    /// As of `page_execute`.
    #[cfg(feature = "blocking")]
    pub fn page_execute_blocking(self) -> Result<Page, Error> {
        self.client.clone().block_on(&self.call.clone(), self.page_execute())?
    }

    async fn sign_without_files(self) -> Result<Signed, Error> {
        let request = self.request?;
        if !request.files.is_empty() {
            return Err(request
                .call
                .invalid("files go from server to server alone: await the call"));
        }
        request.sign(&self.client).await
    }

    /// The first thing that goes wrong while the call is put together is reported by sending it.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
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
        let Self { client, call, request, .. } = self;
        Box::pin(async move { decode(&call, exchange::send(client, request?).await?) })
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
        let accepted = self.exchange.accept(answer.map(Into::into))?;
        decode(&self.exchange.call, accepted)
    }
}

impl<O: Operation> std::fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = &self.exchange.call.operation;
        formatter.debug_struct("Pending").field("operation", operation).finish_non_exhaustive()
    }
}

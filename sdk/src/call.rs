//! A call before it is sent: lazy, with the options of this one call.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use crate::client::Client;
use crate::data::FieldValue;
use crate::error::Error;
use crate::metadata::{Answer, Operation, Parts};
use crate::request::{Body, Request};
use crate::response::{RawBody, Response};

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
        Self { client: client.clone(), request: Ok(Request::new(O::INFO)), operation: PhantomData }
    }

    /// On behalf of a merchant: the token that the merchant's authorisation gave.
    pub fn app_auth_token(self, token: impl AsRef<str>) -> Self {
        self.with(|request| request.header("alipay-app-auth-token", token.as_ref()))
    }

    /// The id of this request, for tracing; without it the platform makes one.
    pub fn request_id(self, id: impl AsRef<str>) -> Self {
        self.with(|request| request.header("alipay-request-id", id.as_ref()))
    }

    /// Sets a parameter of the path. The methods of the API groups do this.
    pub fn path(self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.with(|request| request.path(name, &value.to_string()))
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
            request.body = Body::Upload(parts.into_upload());
            Ok(())
        })
    }

    /// The first thing that goes wrong while the call is put together is reported by sending it.
    fn with(mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Answer>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (parts, body) = self.client.send(self.request?).await?.into_parts();
            match O::Answer::decode(&body) {
                Ok(value) => Ok(Response::new(value, parts, body)),
                Err(source) => {
                    Err(Error::Decode { operation: O::INFO.id, body: RawBody(body), source })
                }
            }
        })
    }
}

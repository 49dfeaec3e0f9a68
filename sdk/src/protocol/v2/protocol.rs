//! The v2 gateway, as a protocol among others.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::accept;
use super::endpoint::Endpoint;
use super::sign::{self, OWN_PARAMETERS, SignedForm};
use crate::error::Error;
use crate::protocol::contract::{
    self, AppProtocol, Exchange, FormProtocol, Preparing, Protocol, sealed::Sealed,
};
use crate::request::Request;
use crate::response::Accepted;
use alipay_sdk_core::{trust::Trust, wire::Received};

/// The protocol of the v2 gateway. The carrier is who sends the request: see
/// [`Operation::Protocol`](crate::Operation::Protocol).
#[derive(Debug)]
pub struct V2<Carrier = Server>(PhantomData<Carrier>);

/// The client sends the request from server to server.
#[derive(Debug)]
pub enum Server {}

/// The buyer's browser carries the request: [`Call::page_execute`](crate::Call::page_execute).
#[derive(Debug)]
pub enum Browser {}

/// An app carries the request: [`Call::sdk_execute`](crate::Call::sdk_execute).
#[derive(Debug)]
pub enum App {}

/// A browser or an app carries the request: [`Call::page_execute`](crate::Call::page_execute) or
/// [`Call::sdk_execute`](crate::Call::sdk_execute).
#[derive(Debug)]
pub enum BrowserOrApp {}

impl<C: 'static> Sealed for V2<C> {}

impl<C: 'static> Protocol for V2<C> {
    type Endpoint = Endpoint;
}
impl<C: 'static> AppProtocol for V2<C> {
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error> {
        // Empty, it would be left out, and the call made for another account.
        request.call.header_value("app_auth_token", token)?;
        request.parameters.insert("app_auth_token".to_owned(), token.to_owned());
        Ok(())
    }
}
impl<C: 'static> FormProtocol for V2<C> {
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error> {
        if name == "app_auth_token" {
            return Self::set_app_auth_token(request, value);
        }
        // The same charset in another spelling, for who compares what is signed with another SDK.
        let same_charset = name == "charset" && value.eq_ignore_ascii_case("utf-8");
        let own = if same_charset { &[] } else { OWN_PARAMETERS };
        request.set_parameter(own, name, value)
    }
}

impl Endpoint {
    /// Signs a request that somebody else carries.
    pub(crate) async fn sign(&self, request: Request) -> Result<SignedForm, Error> {
        sign::sign(self, request).await
    }
}

impl contract::Endpoint for Endpoint {
    fn prepare(&self, request: Request) -> Preparing<'_> {
        Box::pin(sign::prepare(self, request))
    }

    fn accept(&self, exchange: &Exchange, received: Received) -> Result<Accepted, Error> {
        accept::accept(self, exchange, received)
    }

    fn trust(&self) -> Option<&Trust> {
        Some(&self.application.trust)
    }

    fn template(&self, _: &Request) -> Cow<'static, str> {
        Cow::Borrowed(sign::PATH)
    }
}

//! v3, as a protocol among others.

use std::borrow::Cow;

use super::{accept, prepare};
use crate::error::Error;
use crate::protocol::contract::{self, AppProtocol, Exchange, Preparing, Protocol, sealed::Sealed};
use crate::protocol::identity::Application;
use crate::request::Request;
use crate::response::Accepted;
use alipay_sdk_core::{trust::Trust, wire::Received};

/// The v3 REST protocol: see [`Operation::Protocol`](crate::Operation::Protocol).
#[derive(Debug)]
pub enum V3 {}

/// An application that calls by v3.
pub struct Endpoint(pub(crate) Application);

impl Sealed for V3 {}

impl Protocol for V3 {
    type Endpoint = Endpoint;
}
impl AppProtocol for V3 {
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error> {
        request.app_auth_token = Some(request.call.header_value("app_auth_token", token)?);
        Ok(())
    }
}
impl contract::Endpoint for Endpoint {
    fn prepare(&self, request: Request) -> Preparing<'_> {
        Box::pin(prepare::prepare(&self.0, request))
    }

    fn accept(&self, exchange: &Exchange, received: Received) -> Result<Accepted, Error> {
        accept::accept(&self.0, exchange, received)
    }

    fn trust(&self) -> Option<&Trust> {
        Some(&self.0.trust)
    }

    fn template(&self, request: &Request) -> Cow<'static, str> {
        request.template().clone()
    }
}

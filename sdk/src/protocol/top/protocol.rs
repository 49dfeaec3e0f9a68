//! Taobao TOP, as a protocol among others.

use std::borrow::Cow;
use std::future::ready;

use super::endpoint::Endpoint;
use super::{accept, sign};
use crate::error::Error;
use crate::protocol::contract::{
    self, Exchange, FormProtocol, Preparing, Protocol, sealed::Sealed,
};
use crate::request::Request;
use crate::response::Accepted;
use alipay_sdk_core::{data::FieldValue, trust::Trust, wire::Received};

/// Taobao TOP: see [`Operation::Protocol`](crate::Operation::Protocol).
#[derive(Debug)]
pub enum Top {}

impl Sealed for Top {}

impl Protocol for Top {
    type Endpoint = Endpoint;
    fn set_body(request: &mut Request, body: &dyn FieldValue) -> Result<(), Error> {
        sign::set_fields(request, body)
    }
}
impl FormProtocol for Top {
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error> {
        request.set_parameter(sign::OWN_PARAMETERS, name, value)
    }
}

impl contract::Endpoint for Endpoint {
    fn prepare(&self, request: Request) -> Preparing<'_> {
        Box::pin(ready(sign::prepare(self, request)))
    }

    fn accept(&self, exchange: &Exchange, received: Received) -> Result<Accepted, Error> {
        accept::accept(self, exchange, received)
    }

    /// TOP signs nothing.
    fn trust(&self) -> Option<&Trust> {
        None
    }

    fn template(&self, _: &Request) -> Cow<'static, str> {
        Cow::Owned(self.base.path().to_owned())
    }

    /// The business of a request stands in its parameters.
    fn trace_text<'r>(&self, request: &'r Request) -> Cow<'r, [u8]> {
        let business = request.parameters.iter().filter(|(name, _)| *name != "session");
        let business: serde_json::Map<_, _> =
            business.map(|(name, value)| (name.clone(), value.clone().into())).collect();
        Cow::Owned(serde_json::to_vec(&business).unwrap_or_default())
    }
}

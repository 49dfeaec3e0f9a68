//! Taobao TOP, as a protocol among others.

use std::borrow::Cow;
use std::future::{Future, ready};
use std::sync::Arc;

use url::Url;
use zeroize::Zeroizing;

use super::sign_method::SignMethod;
use super::{accept, sign};
use crate::clock::Clock;
use crate::data::FieldValue;
use crate::error::Error;
use crate::protocol::contract::{self, Exchange, FormProtocol, Protocol, sealed::Sealed};
use crate::request::Request;
use crate::response::Accepted;
use crate::trust::Trust;
use crate::wire::{Body, Received};

/// Taobao TOP: see [`Operation::Protocol`](crate::Operation::Protocol).
#[derive(Debug)]
pub enum Top {}

/// How TOP responds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// An application of TOP, and how it calls.
pub struct Endpoint {
    pub(crate) base: Url,
    pub(crate) app_key: String,
    pub(crate) secret: Zeroizing<String>,
    pub(crate) session: Option<Zeroizing<String>>,
    pub(crate) sign_method: SignMethod,
    pub(crate) format: Format,
    pub(crate) simplify: bool,
    pub(crate) unix_timestamp: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) nonces: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Format {
    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

impl Sealed for Top {}

impl Protocol for Top {
    type Endpoint = Endpoint;

    #[allow(private_interfaces, reason = "nobody else can call it")]
    fn set_body(request: &mut Request, body: &dyn FieldValue) -> Result<(), Error> {
        sign::set_fields(request, body)
    }
}

#[allow(private_interfaces, reason = "nobody else can call it")]
impl FormProtocol for Top {
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error> {
        request.set_parameter(sign::OWN_PARAMETERS, name, value)
    }
}

impl Endpoint {
    /// Whether TOP is asked for flat JSON.
    pub(super) fn is_simplified(&self) -> bool {
        self.simplify && self.format == Format::Json
    }
}

#[allow(private_interfaces, reason = "nobody else can call it")]
impl contract::Endpoint for Endpoint {
    fn prepare(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<(http::Request<Body>, Exchange), Error>> + Send {
        ready(sign::prepare(self, request))
    }

    fn accept(&self, exchange: &Exchange, received: Received) -> Result<Accepted, Error> {
        accept::accept(self, exchange, received)
    }

    /// TOP signs nothing.
    fn trust(&self) -> Option<&Trust> {
        None
    }

    /// The business of a request stands in its parameters.
    fn trace_text<'r>(&self, request: &'r Request) -> Cow<'r, [u8]> {
        let business = request.parameters.iter().filter(|(name, _)| *name != "session");
        let business: serde_json::Map<_, _> =
            business.map(|(name, value)| (name.clone(), value.clone().into())).collect();
        Cow::Owned(serde_json::to_vec(&business).unwrap_or_default())
    }
}

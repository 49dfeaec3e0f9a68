//! What every protocol does, and what an operation says of itself.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use crate::error::{Error, ErrorKind, SignatureError};
use crate::field_check::FieldCheck;
use crate::operation_info::OperationInfo;
use crate::request::{CallInfo, Request};
use crate::response::{Accepted, ResponseBody, Shape};
use alipay_sdk_core::{
    data::FieldValue,
    trust::{SignatureProblem, Trust},
    wire::{Body, Received},
};

/// An operation of the platform. The types in [`operation`](crate::operation) implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation of the platform",
    label = "no operation",
    note = "the operations are the types of `alipay_sdk::operation`; models are not operations",
    note = "operations are compiled with the Cargo feature of their product family, such as `trade`"
)]
pub trait Operation: 'static {
    /// The protocol of the operation: [`V3`](crate::V3), `v2::V2`, or `top::Top`.
    type Protocol: Protocol;
    /// The query parameters, or `()`.
    type Params;
    /// The content of the request: a model, the parts of an upload, or `()`.
    type Body;
    /// The content of the response.
    type Response: ResponseBody;
    /// The name, the address and the documented error codes.
    const INFO: OperationInfo;
    /// The documented error codes whose reason the caller can fix, such as an empty account.
    /// Nothing was done, and the same request with the same idempotency key may be sent again. The
    /// list is `mendable` in the project's `spec/decisions.yaml`.
    const MENDABLE: &'static [&'static str] = &[];
    /// The rules of [`Call::check`](crate::Call::check). They find values that the platform would
    /// reject without naming the field, or accept although they are surely a mistake.
    const CHECKS: &'static [FieldCheck] = &[];
}

/// A protocol of the platform. Other crates cannot implement it.
pub trait Protocol: sealed::Sealed + Sized + 'static {
    /// The application that calls, and the address that it calls.
    #[doc(hidden)]
    type Endpoint: Endpoint;

    /// Takes what is sent into a request.
    #[doc(hidden)]
    fn set_body(request: &mut Request, body: &dyn FieldValue) -> Result<(), Error> {
        request.set_json(body)
    }
}

/// A protocol by which an application calls for itself or for a merchant: v3 and the v2 gateway.
pub trait AppProtocol: Protocol {
    #[doc(hidden)]
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error>;
}

/// A protocol whose requests are parameters: the v2 gateway and TOP.
pub trait FormProtocol: Protocol {
    #[doc(hidden)]
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error>;
}

pub(crate) mod sealed {
    /// Keeps [`Protocol`](super::Protocol) to this crate.
    pub trait Sealed {}
}

/// A request that is being prepared. Boxed, so that the loop of attempts is compiled once and not
/// for each protocol.
pub(super) type Preparing<'e> =
    Pin<Box<dyn Future<Output = Result<(http::Request<Body>, Exchange), Error>> + Send + 'e>>;

/// One side of a protocol: prepares requests, and accepts the responses to them. No network, no
/// waiting but for the signer.
pub trait Endpoint: Send + Sync + 'static {
    /// Encrypts, signs and addresses a request.
    fn prepare(&self, request: Request) -> Preparing<'_>;

    /// Verifies a response before anything else is done with it, and decrypts it.
    fn accept(&self, exchange: &Exchange, received: Received) -> Result<Accepted, Error>;

    /// Whose signatures are believed, where responses are signed.
    fn trust(&self) -> Option<&Trust>;

    /// The path that a request goes to, without the values of its parameters.
    fn template(&self, request: &Request) -> Cow<'static, str>;

    /// What traces show of a request.
    fn trace_text<'r>(&self, request: &'r Request) -> Cow<'r, [u8]> {
        Cow::Borrowed(request.json_text())
    }
}

/// A request that was made: what is needed to accept its response.
pub struct Exchange {
    pub(crate) call: CallInfo,
    pub(crate) shape: Shape,
    pub(crate) encrypted: bool,
}

impl Exchange {
    pub(crate) fn error(&self, kind: ErrorKind, received: Received) -> Error {
        self.call.error(kind).with_response(received)
    }

    pub(crate) fn not_verified(&self, problem: SignatureProblem, received: Received) -> Error {
        let error = SignatureError { problem, claimed: None, hint: None };
        self.error(ErrorKind::Signature(error), received)
    }
}

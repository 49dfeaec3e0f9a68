//! What every protocol does, and what an operation says of itself.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use crate::error::{Error, ErrorKind, SignatureError};
use crate::field_check::FieldCheck;
use crate::operation_info::OperationInfo;
use crate::request::{CallInfo, Request};
use crate::response::{Accepted, ResponseBody, Shape};
use crate::trust::{SignatureProblem, Trust};
use crate::wire::{Body, Received};
use alipay_sdk_core::data::FieldValue;

/// One operation of the platform. Implemented by the types in [`operation`](crate::operation).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no operation of the platform",
    label = "no operation",
    note = "the operations are the types of `alipay_sdk::operation`; models are no operations",
    note = "operations are compiled with the Cargo feature of their product family, such as `trade`"
)]
pub trait Operation: 'static {
    /// How it is called: [`V3`](crate::V3), `v2::V2`, or `top::Top`.
    type Protocol: Protocol;
    /// The query parameters, or `()`.
    type Params;
    /// The content: a model, the parts of an upload, or `()`.
    type Body;
    /// What the platform responds with.
    type Response: ResponseBody;
    /// Name, address and documented error codes.
    const INFO: OperationInfo;
    /// The documented error codes that the caller can mend, such as an empty account: nothing was
    /// done, and the same request with the same idempotency key may be sent again. From
    /// `mendable` in `spec/decisions.yaml`.
    const MENDABLE: &'static [&'static str] = &[];
    /// What [`Call::check`](crate::Call::check) checks before the operation is sent: what the
    /// platform would reject without naming the field, or accept although nobody means it.
    const CHECKS: &'static [FieldCheck] = &[];
}

/// A protocol of the platform. Nobody else can implement it.
pub trait Protocol: sealed::Sealed + Sized + 'static {
    /// Whom calls are made for, and where they go.
    #[doc(hidden)]
    type Endpoint: Endpoint;

    /// Takes what is sent into a request.
    #[doc(hidden)]
    fn set_body(request: &mut Request, body: &dyn FieldValue) -> Result<(), Error> {
        request.set_json(body)
    }
}

/// A protocol by which an application of the platform calls, for itself or for a merchant.
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

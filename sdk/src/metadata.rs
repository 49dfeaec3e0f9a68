//! Operations as data: what the generator knows of each, and what a call needs of it.

use std::fmt;

use bytes::Bytes;

use crate::data::{DecodeError, FieldValue, from_json};
use crate::response::UnsignedFile;
use crate::stream::Incoming;
use crate::upload::Upload;

/// One operation of the platform. Implemented by the types in [`operation`](crate::operation).
pub trait Operation: 'static {
    /// The query parameters, or `()`.
    type Params;
    /// What is sent: a model, the parts of an upload, or `()`.
    type Body;
    /// What is answered.
    type Answer: Answer;
    /// Name, address and documented error codes.
    const INFO: OperationInfo;
}

/// What the documents say of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The id, for instance `alipay.trade.pay`.
    pub id: &'static str,
    /// What it does, in English.
    pub description: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path on the wire, with parameters in braces: `/v3/ant/merchant/order/{order_id}`.
    pub path: &'static str,
    /// Whether it may be sent again when nobody knows what became of it.
    pub repetition: Repetition,
    /// The error codes documented for it, besides those of the platform. The list is open.
    pub error_codes: &'static [&'static str],
}

/// Whether a call may be sent again when nobody knows what became of it: after a time-out, a broken
/// connection, a failure of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// No: it might be done twice.
    Never,
    /// Yes: it changes nothing.
    Always,
    /// When one of these members of the body is set: the platform does it once per number.
    Numbered(&'static [&'static str]),
}

/// What the documents say of an operation of the v2 gateway or of Taobao TOP: those are told apart
/// by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MethodInfo {
    /// The id, for instance `alipay.trade.page.pay`: the parameter `method` on the wire.
    pub id: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
}

#[cfg(any(feature = "v2", feature = "top"))]
impl From<MethodInfo> for crate::request::CallInfo {
    fn from(info: MethodInfo) -> Self {
        Self::named(info.id)
    }
}

/// An HTTP method that the platform uses.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// What an operation can answer with.
pub trait Answer: Sized {
    /// Whether the platform signs answers of this kind.
    const SIGNED: bool = true;
    /// Whether answers of this kind are read as they come.
    const STREAMED: bool = false;

    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// When the body is not of this shape.
    fn decode(body: &Bytes) -> Result<Self, DecodeError>;

    /// Goes on with what is still to come of a streamed answer.
    #[must_use]
    fn attach(self, _: Incoming) -> Self {
        self
    }

    /// `Debug`, with secrets and personal data masked also where the type itself masks nothing.
    ///
    /// # Errors
    /// When the formatter fails.
    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: FieldValue + Default> Answer for T {
    fn decode(body: &Bytes) -> Result<Self, DecodeError> {
        let mut value = T::default();
        if body.is_empty() {
            return Ok(value);
        }
        from_json(&mut value, body)?;
        Ok(value)
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), formatter)
    }
}

impl Answer for UnsignedFile {
    const SIGNED: bool = false;

    fn decode(body: &Bytes) -> Result<Self, DecodeError> {
        Ok(Self(body.clone()))
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// The answer of an operation that documents no body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl Answer for NoContent {
    fn decode(_: &Bytes) -> Result<Self, DecodeError> {
        Ok(Self)
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// The parts of an upload. Implemented by the generated `…Parts` types.
pub trait Parts {
    /// The parts: JSON first, then the files by name.
    fn into_upload(self) -> Upload;
}

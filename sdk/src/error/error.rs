//! Why a call failed.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, Method, StatusCode};

use super::api::ApiError;
use super::code::ErrorCode;
use super::kind::ErrorKind;
use alipay_sdk_core::{
    redact,
    transport::TransportErrorKind,
    wire::{RawBody, Received},
};

/// The error of a call, with its [`kind`](Self::kind) and the call that failed.
///
/// `Display` gives one line with the cause. It shows no secret, and masks personal data.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// None while the client is made.
    call: Option<CallContext>,
    received: Option<Received>,
    earlier: Earlier,
}

/// The attempts of a call before the one whose error this is.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    pub(crate) errors: Vec<Error>,
    /// Whether the platform may have processed one of them.
    pub(crate) unknown: bool,
}

/// The call that an error happened to.
#[derive(Clone, Debug)]
pub(crate) struct CallContext {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
}

impl Error {
    pub(crate) fn configuration(reason: impl Into<String>) -> Self {
        Self::without_call(ErrorKind::Configuration { reason: reason.into(), source: None })
    }

    /// `name` is that of the setting, or says what failed; the message puts the source behind it.
    pub(crate) fn configuration_because(
        name: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        let source = Some(source.into());
        Self::without_call(ErrorKind::Configuration { reason: name.into(), source })
    }

    fn without_call(kind: ErrorKind) -> Self {
        let earlier = Earlier::default();
        Self(Box::new(Inner { kind, call: None, received: None, earlier }))
    }

    pub(crate) fn of_call(kind: ErrorKind, call: CallContext) -> Self {
        let mut error = Self::without_call(kind);
        error.0.call = Some(call);
        error
    }

    /// With the response that brought it.
    pub(crate) fn with_response(mut self, received: Received) -> Self {
        self.0.received = Some(received);
        self
    }

    pub(crate) fn with_earlier(mut self, earlier: Earlier) -> Self {
        self.0.earlier = earlier;
        self
    }

    pub(crate) fn kind_mut(&mut self) -> &mut ErrorKind {
        &mut self.0.kind
    }

    pub(crate) fn received(&self) -> Option<&Received> {
        self.0.received.as_ref()
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Returns the id of the operation that was called. It is `None` when the client could not be
    /// built.
    pub fn operation(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| &*call.operation)
    }

    /// Returns the HTTP method of the call.
    pub fn method(&self) -> Option<&Method> {
        self.0.call.as_ref().map(|call| &call.method)
    }

    /// Returns the API error, when the platform rejected the request.
    pub fn api(&self) -> Option<&ApiError> {
        match &self.0.kind {
            ErrorKind::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the error code, when the platform rejected the request.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.api()?.code.as_ref()
    }

    /// Returns whether the platform rejected the request with this code, for instance
    /// `error.has_code(ErrorCode::INVALID_SIGNATURE)`.
    pub fn has_code(&self, code: &str) -> bool {
        self.api().is_some_and(|error| error.has_code(code))
    }

    /// Returns the HTTP status, when there is a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// Returns the headers of the response, when there is one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// Returns the body of the response as far as it was read, when there is one. It is in plain
    /// text when the error occurred after the decryption.
    pub fn body(&self) -> Option<&RawBody> {
        self.0.received.as_ref().map(|received| &received.body)
    }

    /// Returns the errors of the attempts before the last, when the client sent the call more than
    /// once.
    pub fn earlier(&self) -> &[Error] {
        &self.0.earlier.errors
    }

    /// Returns the platform's id of this call (`alipay-trace-id`; the `request_id` of TOP). Tell it
    /// to the platform's support.
    pub fn trace_id(&self) -> Option<&str> {
        let in_body = self.api().and_then(|error| error.trace_id.as_deref());
        self.0.received.as_ref().and_then(Received::trace_id).or(in_body)
    }

    /// Returns whether the same call can be sent again without acting twice: nothing reached the
    /// platform, it is too busy, it asks for a retry, or a GET failed on the way.
    ///
    /// For a write of unknown outcome it is `false`: query the outcome first, or send the call
    /// again only when its idempotency key makes that safe. The only exception is
    /// [`NotProcessed`](ErrorKind::NotProcessed) without a body, where the platform asks for the
    /// retry.
    pub fn is_retryable(&self) -> bool {
        let reads = self.method() == Some(&Method::GET);
        match &self.0.kind {
            _ if self.0.earlier.unknown => false,
            ErrorKind::Transport(error) => error.kind() == TransportErrorKind::NotSent || reads,
            ErrorKind::NotProcessed => reads || self.body().is_none_or(|body| body.is_empty()),
            ErrorKind::Api(error) => error.is_busy() || reads && error.is_unknown_outcome(),
            _ => false,
        }
    }

    /// Returns whether the business itself rejected the request (`ACQ.TRADE_NOT_EXIST`), not the
    /// protocol (`invalid-signature`) or the network.
    pub fn is_business(&self) -> bool {
        self.api().is_some_and(ApiError::is_business) && !self.0.earlier.unknown
    }

    /// Returns whether the outcome is unknown: the platform may have processed the request. Query
    /// the outcome before you send the call again or give it up.
    pub fn is_unknown_outcome(&self) -> bool {
        self.0.earlier.unknown || self.0.kind.is_unknown_outcome()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, call, received, earlier } = &*self.0;
        let Some(call) = call else { return write!(formatter, "configuration: {kind}") };
        write!(formatter, "{}: ", call.operation)?;
        if let (
            ErrorKind::Api(_) | ErrorKind::Signature(_) | ErrorKind::UnexpectedStatus,
            Some(received),
        ) = (kind, received)
        {
            write!(formatter, "{} ", received.status)?;
        }
        kind.fmt(formatter)?;
        if let Some(trace_id) = self.trace_id() {
            write!(formatter, " (trace id {})", redact::line(trace_id))?;
        }
        if let ErrorKind::Api(error) = kind {
            if let Some(link) = error.links.first() {
                write!(formatter, " see {}", redact::line(&link.link))?;
            }
            if !error.verified {
                formatter.write_str(" [not signed]")?;
            }
        }
        match earlier.errors.len() {
            0 => Ok(()),
            before => write!(formatter, " (attempt {})", before + 1),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, call, received, earlier } = &*self.0;
        let mut shown = formatter.debug_struct("Error");
        shown.field("kind", kind);
        if let Some(call) = call {
            shown.field("operation", &call.operation).field("method", &call.method);
        }
        if let Some(received) = received {
            shown.field("response", received);
        }
        shown.field("earlier", &earlier.errors).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.kind.source()
    }
}

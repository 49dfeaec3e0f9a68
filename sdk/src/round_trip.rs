//! One request over a transport, and the whole of its answer.

use bytes::Bytes;
use http::header::SET_COOKIE;
use http::response::Parts;
use http::{HeaderMap, StatusCode};

use crate::body::{Body, ReadBodyError};
use crate::error::{Earlier, Error, TransportError, TransportErrorKind, UnusableAnswer};
use crate::request::CallInfo;
use crate::response::RawBody;
use crate::signer::SignError;
use crate::transport::Transport;

/// Sends a request, and reads its answer up to `limit` bytes.
#[cfg(any(feature = "top", feature = "v2"))]
pub(crate) async fn round_trip(
    transport: &dyn Transport,
    call: &CallInfo,
    request: http::Request<Body>,
    limit: usize,
) -> Result<http::Response<Bytes>, Error> {
    read(call, send(transport, call, request).await?, limit).await
}

/// Sends a request.
pub(crate) async fn send(
    transport: &dyn Transport,
    call: &CallInfo,
    request: http::Request<Body>,
) -> Result<http::Response<Body>, Error> {
    transport.send(request).await.map_err(|source| call.interrupted(source, None))
}

/// Reads an answer up to `limit` bytes.
pub(crate) async fn read(
    call: &CallInfo,
    answer: http::Response<Body>,
    limit: usize,
) -> Result<http::Response<Bytes>, Error> {
    let (parts, body) = answer.into_parts();
    match body.read(limit).await {
        Ok(body) => Ok(http::Response::from_parts(parts, body)),
        Err(ReadBodyError::TooLarge { read }) => Err(call.too_large(limit, parts, read)),
        Err(ReadBodyError::Broken { read, source }) => {
            Err(call.interrupted(broken(source), Some((parts, read))))
        }
    }
}

impl CallInfo {
    pub(crate) fn no_transport(&self) -> Error {
        self.invalid(
            "the client was built with `without_transport`: prepare the call and send the request \
             yourself, or turn on the feature `reqwest` and build the client with a transport",
        )
    }

    /// A signer that nobody waits for any longer.
    pub(crate) fn signed_too_late(&self) -> Error {
        let source = SignError::new("it took longer than the call may take in all");
        Error::Signing { operation: self.operation.clone(), source }
    }

    /// An answer for an error to keep.
    pub(crate) fn unusable(
        &self,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Box<UnusableAnswer> {
        let operation = self.operation.clone();
        let earlier = Earlier::default();
        Box::new(UnusableAnswer { operation, status, headers, body: RawBody::new(body), earlier })
    }

    pub(crate) fn too_large(&self, limit: usize, mut parts: Parts, read: Bytes) -> Error {
        hide_cookies(&mut parts.headers);
        let answer = self.unusable(parts.status, parts.headers, read);
        Error::TooLarge { limit, answer }
    }

    /// No answer, or only a part of it.
    fn interrupted(&self, source: TransportError, answer: Option<(Parts, Bytes)>) -> Error {
        Error::Transport {
            operation: self.operation.clone(),
            method: self.method.clone(),
            source,
            earlier: Earlier::default(),
            answer: answer.map(|(mut parts, read)| {
                hide_cookies(&mut parts.headers);
                self.unusable(parts.status, parts.headers, read)
            }),
        }
    }
}

/// Cookies of an answer stay out of the `Debug` of errors.
pub(crate) fn hide_cookies(headers: &mut HeaderMap) {
    let cookies = headers.iter_mut().filter(|(name, _)| *name == SET_COOKIE);
    cookies.for_each(|(_, value)| value.set_sensitive(true));
}

/// An answer that broke off while it was read.
pub(crate) fn broken(error: Box<dyn std::error::Error + Send + Sync>) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Interrupted, error),
    }
}

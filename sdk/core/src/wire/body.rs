//! Bodies of requests and responses, whole or as they come.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::multipart::Multipart;

/// The error of a body, of any library.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What a body gives when it is polled.
pub type NextFrame = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// The body of a request or a response: bytes, the parts of an upload, or the body of an HTTP
/// library.
///
/// It implements [`http_body::Body`], so any library of that family can send it.
pub struct Body(Kind);

enum Kind {
    Bytes(Bytes),
    Multipart(Multipart),
    /// Behind a mutex that is never locked, so that a body is `Sync` whatever is inside.
    Other(Mutex<Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send>>>),
}

impl Body {
    /// Creates a body from that of another library.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Other(Mutex::new(Box::pin(Boxed(Box::pin(body))))))
    }

    #[doc(hidden)]
    pub fn multipart(multipart: Multipart) -> Self {
        Self(Kind::Multipart(multipart))
    }

    /// Returns the bytes when all of them are in memory. They are, except in uploads and responses.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// [`ReadBodyError::TooLarge`] as soon as there are more than `limit` bytes.
    pub async fn read(self, limit: usize) -> Result<Bytes, ReadBodyError> {
        self.read_while(limit, |_| true).await
    }

    /// Reads everything, as long as there is room for so many bytes: otherwise it is too large as
    /// well.
    #[doc(hidden)]
    pub async fn read_while(
        mut self,
        limit: usize,
        mut has_room_for: impl FnMut(usize) -> bool,
    ) -> Result<Bytes, ReadBodyError> {
        if self.size_hint().lower() > limit as u64 {
            return Err(ReadBodyError::TooLarge { read: Bytes::new() });
        }
        if let Kind::Bytes(bytes) = self.0 {
            return Ok(bytes);
        }
        let mut read = Vec::new();
        while let Some(frame) = std::future::poll_fn(|at| Pin::new(&mut self).poll_frame(at)).await
        {
            let frame = match frame {
                Ok(frame) => frame,
                Err(source) => return Err(ReadBodyError::Broken { read: read.into(), source }),
            };
            let Ok(data) = frame.into_data() else { continue };
            if data.len() > limit - read.len() || !has_room_for(read.len() + data.len()) {
                return Err(ReadBodyError::TooLarge { read: read.into() });
            }
            read.extend_from_slice(&data);
        }
        Ok(read.into())
    }
}

/// Why a body could not be read.
#[derive(thiserror::Error)]
pub enum ReadBodyError {
    /// The body is larger than the limit.
    #[error("the body is larger than allowed")]
    TooLarge {
        /// The part that was read.
        read: Bytes,
    },
    /// The body broke off.
    #[error("the body broke off")]
    Broken {
        /// The part that was read.
        read: Bytes,
        /// The cause.
        source: BoxError,
    },
}

impl fmt::Debug for ReadBodyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { read } => write!(formatter, "TooLarge({} bytes)", read.len()),
            Self::Broken { read, source } => {
                write!(formatter, "Broken({} bytes, {source:?})", read.len())
            }
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> NextFrame {
        match &mut self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Kind::Multipart(multipart) => multipart.poll_data(at).map_ok(Frame::data),
            Kind::Other(body) => {
                body.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_frame(at)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Multipart(multipart) => {
                multipart.size().map_or_else(SizeHint::default, SizeHint::with_exact)
            }
            Kind::Other(body) => {
                body.lock().unwrap_or_else(PoisonError::into_inner).as_ref().size_hint()
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size_hint().exact() {
            Some(size) => write!(formatter, "Body({size} bytes)"),
            None => formatter.write_str("Body"),
        }
    }
}

/// A body whose error is boxed.
struct Boxed<B>(Pin<Box<B>>);

impl<B> HttpBody for Boxed<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> NextFrame {
        self.0.as_mut().poll_frame(at).map_err(Into::into)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

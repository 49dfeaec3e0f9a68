//! The parts of an upload.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::{BodyStream, Full};
use multer::{Multipart, parse_boundary};

/// The parts of a body with this content type.
pub(crate) fn read(content_type: &str, body: Bytes) -> multer::Result<Multipart<'static>> {
    let boundary = parse_boundary(content_type)?;
    Ok(Multipart::new(Data(BodyStream::new(Full::new(body))), boundary))
}

/// The data of a body as a stream.
struct Data(BodyStream<Full<Bytes>>);

impl futures_core::Stream for Data {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frame = ready!(Pin::new(&mut self.0).poll_next(at));
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default())))
    }
}

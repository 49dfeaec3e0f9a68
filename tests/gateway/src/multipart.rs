//! The parts of an upload.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::{BodyStream, Full};
use multer::{Multipart, parse_boundary};

use crate::request::UploadedFile;

/// One part.
pub(crate) struct Part {
    pub(crate) name: String,
    /// Of a file.
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: String,
    pub(crate) content: Bytes,
}

/// The parts of a body with this content type, in the order sent.
pub(crate) async fn read(content_type: &str, body: Bytes) -> multer::Result<Vec<Part>> {
    let boundary = parse_boundary(content_type)?;
    let mut multipart = Multipart::new(Data(BodyStream::new(Full::new(body))), boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await? {
        parts.push(Part {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string).unwrap_or_default(),
            content: field.bytes().await?,
        });
    }
    Ok(parts)
}

impl Part {
    /// The description of a file; its content is dropped.
    pub(crate) fn into_file(self, file_name: String) -> UploadedFile {
        UploadedFile {
            part: self.name,
            file_name,
            content_type: self.content_type,
            size: self.content.len(),
            md5: md5(&self.content),
        }
    }
}

fn md5(content: &[u8]) -> String {
    use md5::{Digest, Md5};

    Md5::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
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

//! The multipart body of an upload (`multipart/form-data`, RFC 7578), read while it is sent.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::file_part::{Content, FilePart};

/// A multipart body: what is still to be sent.
pub struct Multipart {
    segments: VecDeque<Segment>,
    size: Option<u64>,
}

enum Segment {
    Bytes(Bytes),
    /// Behind a mutex that is never locked, so that the body is `Sync`.
    Stream(Mutex<FileStream>),
}

/// A file that is read while it is sent.
struct FileStream {
    stream: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
    /// How many bytes are still expected, when the size is known.
    left: Option<u64>,
}

impl Multipart {
    /// The texts first, each with its name and content type, then the files.
    ///
    /// # Errors
    /// When a content type holds what cannot stand in a header.
    pub fn new(
        boundary: &str,
        texts: impl IntoIterator<Item = (impl AsRef<str>, Bytes, &'static str)>,
        files: Vec<(String, FilePart)>,
    ) -> Result<Self, String> {
        let mut body = Self { segments: VecDeque::new(), size: Some(0) };
        for (name, text, content_type) in texts {
            body.head(boundary, name.as_ref(), None, content_type)?;
            body.push(Content::Bytes(text));
        }
        for (name, file) in files {
            body.head(boundary, &name, Some(&file.file_name), &file.content_type)?;
            body.push(file.content);
        }
        body.push(Content::Bytes(format!("\r\n--{boundary}--\r\n").into()));
        Ok(body)
    }

    /// The size in bytes, when the sizes of all files are known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    fn head(
        &mut self,
        boundary: &str,
        name: &str,
        file_name: Option<&str>,
        content_type: &str,
    ) -> Result<(), String> {
        if content_type.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(format!("part `{name}`: the content type holds a control character"));
        }
        let line_break = if self.segments.is_empty() { "" } else { "\r\n" };
        let mut head = format!(
            "{line_break}--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(name)
        );
        if let Some(file_name) = file_name {
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        head += &format!("\r\nContent-Type: {content_type}\r\n\r\n");
        self.push(Content::Bytes(head.into()));
        Ok(())
    }

    fn push(&mut self, content: Content) {
        let size = content.size();
        self.size = self.size.zip(size).map(|(whole, part)| whole.saturating_add(part));
        let stream = match content {
            Content::Bytes(bytes) => return self.segments.push_back(Segment::Bytes(bytes)),
            Content::Disk(file) => file.stream(),
            Content::Stream { stream, .. } => stream,
        };
        self.segments.push_back(Segment::Stream(Mutex::new(FileStream { stream, left: size })));
    }

    /// The next bytes.
    pub(super) fn poll_data(
        &mut self,
        at: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Box<dyn StdError + Send + Sync>>>> {
        loop {
            match self.segments.front_mut() {
                None => return Poll::Ready(None),
                Some(Segment::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.segments.pop_front();
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Segment::Stream(file)) => {
                    let file = file.get_mut().unwrap_or_else(PoisonError::into_inner);
                    match ready!(file.poll_data(at)) {
                        Some(data) => return Poll::Ready(Some(data.map_err(Into::into))),
                        None => drop(self.segments.pop_front()),
                    }
                }
            }
        }
    }
}

impl FileStream {
    fn poll_data(&mut self, at: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let data = ready!(self.stream.as_mut().poll_next(at)).transpose()?;
        let Some(left) = &mut self.left else { return Poll::Ready(data.map(Ok)) };
        let read = data.as_ref().map_or(0, |data| data.len() as u64);
        match left.checked_sub(read) {
            Some(0) => *left = 0,
            Some(more) if data.is_some() => *left = more,
            // A wrong length would leave the connection out of step.
            _ => return Poll::Ready(Some(Err(io::Error::other("a file changed its size")))),
        }
        Poll::Ready(data.map(Ok))
    }
}

/// A name as it stands between quotes: UTF-8 as it is, except what would end the quotes or the
/// line.
fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' | '\0'..='\x1f' | '\x7f' => text += &format!("%{:02X}", u32::from(character)),
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_TEXT: Option<(&str, Bytes, &str)> = None;

    fn text(mut body: Multipart) -> Result<String, String> {
        let mut text = Vec::new();
        let mut at = Context::from_waker(std::task::Waker::noop());
        while let Poll::Ready(Some(data)) = body.poll_data(&mut at) {
            text.extend_from_slice(&data.map_err(|error| error.to_string())?);
        }
        String::from_utf8(text).map_err(|error| error.to_string())
    }

    /// A stream that gives one chunk.
    fn once(chunk: &'static str) -> impl Stream<Item = io::Result<Bytes>> + Send {
        struct Once(Option<Bytes>);
        impl Stream for Once {
            type Item = io::Result<Bytes>;
            fn poll_next(
                mut self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                Poll::Ready(self.0.take().map(Ok))
            }
        }
        Once(Some(chunk.into()))
    }

    #[test]
    fn parts_stand_between_boundaries_with_their_heads() {
        let files = vec![("pic".to_owned(), FilePart::new("图 1.png", "PNG"))];
        let data = Some(("data", Bytes::from("{}"), "application/json"));
        let body = Multipart::new("b", data, files).expect("a body");
        let size = body.size();
        let text = text(body).expect("text");
        assert_eq!(
            text,
            "--b\r\nContent-Disposition: form-data; name=\"data\"\r\nContent-Type: application/json\r\n\r\n\
             {}\r\n--b\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"图 1.png\"\r\n\
             Content-Type: image/png\r\n\r\nPNG\r\n--b--\r\n"
        );
        assert_eq!(size, Some(text.len() as u64));
    }

    #[test]
    fn a_file_name_cannot_leave_its_quotes() {
        let files = vec![("f".to_owned(), FilePart::new("a\"\r\nX: y", ""))];
        let text = text(Multipart::new("b", NO_TEXT, files).expect("a body")).expect("text");
        assert!(text.contains("filename=\"a%22%0D%0AX: y\"\r\n"), "{text}");
    }

    #[test]
    fn a_content_type_cannot_start_another_header() {
        let file = FilePart::new("a", "").content_type("a/b\r\nX: y");
        assert!(Multipart::new("b", NO_TEXT, vec![("f".to_owned(), file)]).is_err());
    }

    #[test]
    fn a_stream_of_another_size_than_announced_breaks_off() {
        let upload = |size: Option<u64>| {
            let file = FilePart::stream("a", once("abc"));
            let file = if let Some(size) = size { file.size(size) } else { file };
            Multipart::new("b", NO_TEXT, vec![("f".to_owned(), file)]).expect("a body")
        };
        assert!(text(upload(Some(3))).is_ok());
        assert!(text(upload(Some(2))).is_err());
        assert!(text(upload(Some(4))).is_err());
        assert_eq!(upload(None).size(), None);
        assert!(text(upload(None)).is_ok());
    }
}

//! A response as a stream of events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::EventStreamError;
use super::event::ServerEvent;
use super::parser::Parser;
use crate::response::{Content, ResponseBody};
use alipay_sdk_core::{
    data::DecodeError,
    wire::{Body, Incoming},
};

/// A response that comes event by event (`text/event-stream`), each holding a `T` in JSON.
///
/// ***The platform does not sign such responses**: only the TLS connection protects them. A
/// response that is one JSON document instead is a stream of one event. When that document is
/// signed, its signature is verified.
///
/// Events are read on demand. Dropping the stream closes the connection. The timeout of the call
/// includes the last event: set a longer [`Call::timeout`](crate::Call::timeout) for long
/// responses. An event may have 1 MiB, its name and its id 1 KiB each, and all events together the
/// client's [`max_response_size`](crate::ClientBuilder::max_response_size).
///
/// ```
/// use alipay_sdk::{EventStream, Json};
///
/// async fn print(mut events: EventStream<Json>) -> Result<(), Box<dyn std::error::Error>> {
///     while let Some(event) = events.next().await {
///         println!("{}", event?.read()?["content"]);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "an event is read when it is taken from the stream"]
pub struct EventStream<T> {
    incoming: Incoming,
    parser: Parser,
    /// What came with the last event, and is not parsed yet.
    rest: Bytes,
    /// A response that is one JSON document instead of events.
    document: Option<ServerEvent<T>>,
}

impl<T> EventStream<T> {
    fn new(incoming: Incoming) -> Self {
        Self { incoming, parser: Parser::default(), rest: Bytes::new(), document: None }
    }

    /// Returns the next event, or `None` after the last one. Dropping the future early loses no
    /// event.
    pub async fn next(&mut self) -> Option<Result<ServerEvent<T>, EventStreamError>> {
        poll_fn(|at| Pin::new(&mut *self).poll_next(at)).await
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<ServerEvent<T>, EventStreamError>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(document) = this.document.take() {
            return Poll::Ready(Some(Ok(document)));
        }
        let ended = loop {
            match this.parser.next(&mut this.rest) {
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(None) => {}
                Err(problem) => break Some(Err(problem)),
            }
            match ready!(this.incoming.poll(at)) {
                Some(Ok(data)) => this.rest = data,
                Some(Err(stopped)) => break Some(Err(stopped.into())),
                None => break None,
            }
        };
        this.incoming.close();
        this.rest = Bytes::new();
        Poll::Ready(ended)
    }
}

impl<T> Unpin for EventStream<T> {}

impl<T: ResponseBody> ResponseBody for EventStream<T> {
    const SIGNED: bool = false;
    const STREAMED: bool = true;

    fn documents(name: &str) -> Option<bool> {
        T::documents(name)
    }

    /// A whole body: events one after the other, or one JSON document.
    fn decode(content: &Content) -> Result<Self, DecodeError> {
        let body = &content.plain;
        if matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) {
            let mut stream = Self::new(Incoming::ended());
            stream.document = Some(ServerEvent::from_document(body));
            return Ok(stream);
        }
        Ok(Self::new(Incoming::new(Body::from(body.clone()), body.len())))
    }

    fn attach(self, incoming: Incoming) -> Self {
        Self::new(incoming)
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventStream")
            .field("bytes", &self.incoming.read())
            .finish_non_exhaustive()
    }
}

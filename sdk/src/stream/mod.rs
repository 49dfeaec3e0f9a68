//! Answers that come as server-sent events.

mod event;
mod parser;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};
use http_body::Body as _;

use crate::body::Body;
use crate::data::DecodeError;
use crate::error::TransportError;
use crate::metadata::Answer;
use crate::round_trip::broken;
use parser::Parser;

pub use event::ServerEvent;

/// An answer that comes event by event (`text/event-stream`), each holding a `T` in JSON.
///
/// **The platform does not sign such answers**: nothing but the TLS connection vouches for them. An
/// answer that comes as one JSON document instead is a stream of one event; if that document is signed, its
/// signature is verified.
///
/// Events are read as they are asked for; a stream that is dropped closes the connection. The time of a call
/// counts until the last event: give long answers more with [`Call::timeout`](crate::Call::timeout). No
/// event may be larger than a mebibyte, its name and id no longer than a kibibyte, and all together not
/// larger than the client's [`max_answer_size`](crate::ClientBuilder::max_answer_size).
///
/// ```
/// use alipay_sdk::model::GrandsecurityBizrisksFactCheckModel;
/// use alipay_sdk::{Client, Error};
///
/// # #[cfg(feature = "grandsecurity")]
/// async fn check(client: &Client, text: &str) -> Result<(), Box<dyn std::error::Error>> {
///     let question = GrandsecurityBizrisksFactCheckModel::new().query(text);
///     let mut events = client.grandsecurity_bizrisks_fact().check(&question).await?.into_inner();
///     while let Some(event) = events.next().await {
///         print!("{}", event?.read()?.content.unwrap_or_default());
///     }
///     Ok(())
/// }
/// ```
#[must_use = "events are read as they are asked for"]
pub struct EventStream<T> {
    incoming: Incoming,
    parser: Parser,
    /// What came with the last event, and is not parsed yet.
    rest: Bytes,
    /// An answer that is one JSON document instead of events.
    document: Option<ServerEvent<T>>,
}

/// A stream of events ended before its time. The events before are good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventStreamError {
    /// An event, or all together, are larger than this client reads.
    #[error("the events are larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke, or the time was over.
    #[error("the events broke off")]
    Transport(#[from] TransportError),
}

/// What is still to come of an answer.
pub struct Incoming {
    body: Option<Body>,
    read: usize,
    limit: usize,
}

impl Incoming {
    pub(crate) fn new(body: Body, limit: usize) -> Self {
        Self { body: Some(body), read: 0, limit }
    }

    /// Whether an answer comes as events.
    pub(crate) fn is_events(status: StatusCode, headers: &HeaderMap) -> bool {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        status.is_success() && essence.trim().eq_ignore_ascii_case("text/event-stream")
    }

    fn poll(&mut self, at: &mut Context<'_>) -> Poll<Option<Result<Bytes, EventStreamError>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        loop {
            let data = match ready!(Pin::new(&mut *body).poll_frame(at)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(broken(error).into()))),
                Some(Ok(frame)) => frame.into_data(),
            };
            let Ok(data) = data else { continue };
            self.read = self.read.saturating_add(data.len());
            let limit = self.limit;
            return Poll::Ready(Some(if self.read > limit {
                Err(EventStreamError::TooLarge { limit })
            } else {
                Ok(data)
            }));
        }
    }
}

impl<T> EventStream<T> {
    fn new(incoming: Incoming) -> Self {
        Self { incoming, parser: Parser::default(), rest: Bytes::new(), document: None }
    }

    /// The next event; nothing after the last one. A future that is dropped before its end loses no event.
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
                Some(Err(problem)) => break Some(Err(problem)),
                None => break None,
            }
        };
        (this.incoming.body, this.rest) = (None, Bytes::new());
        Poll::Ready(ended)
    }
}

impl<T> Unpin for EventStream<T> {}

impl<T: Answer> Answer for EventStream<T> {
    const SIGNED: bool = false;
    const STREAMED: bool = true;

    /// A whole body: events one after the other, or one JSON document.
    fn decode(body: &Bytes) -> Result<Self, DecodeError> {
        if matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) {
            let mut stream = Self::new(Incoming { body: None, read: 0, limit: 0 });
            stream.document = Some(ServerEvent::of_document(body));
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
            .field("bytes", &self.incoming.read)
            .finish_non_exhaustive()
    }
}

//! The rest of a body that is still to come.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Body as _;

use super::body::{Body, BoxError};

/// The body of a response, which is read while it arrives, up to a limit.
pub struct Incoming {
    body: Option<Body>,
    read: usize,
    limit: usize,
}

/// Why nothing more comes.
pub enum Stopped {
    /// More than this many bytes came.
    TooLarge {
        limit: usize,
    },
    Broken(BoxError),
}

impl Incoming {
    /// The rest of a body, of which at most `limit` bytes are read.
    pub fn new(body: Body, limit: usize) -> Self {
        Self { body: Some(body), read: 0, limit }
    }

    /// With nothing to come.
    pub fn ended() -> Self {
        Self { body: None, read: 0, limit: 0 }
    }

    /// How many bytes were read.
    pub fn read(&self) -> usize {
        self.read
    }

    /// Closes the connection.
    pub fn close(&mut self) {
        self.body = None;
    }

    /// The next bytes; none behind the last ones. Nothing comes behind an error.
    pub fn poll(&mut self, at: &mut Context<'_>) -> Poll<Option<Result<Bytes, Stopped>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        loop {
            let data = match ready!(Pin::new(&mut *body).poll_frame(at)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(Stopped::Broken(error)))),
                Some(Ok(frame)) => frame.into_data(),
            };
            let Ok(data) = data else { continue };
            self.read = self.read.saturating_add(data.len());
            let limit = self.limit;
            let is_small = self.read <= limit;
            return Poll::Ready(Some(is_small.then_some(data).ok_or(Stopped::TooLarge { limit })));
        }
    }
}

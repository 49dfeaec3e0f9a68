//! How a response reaches the client: at once, late, in pieces, in part, or not at all.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body::Frame;
use tokio::time::Sleep;

use crate::fault::Fault;
use crate::header;

/// The connection is to be reset instead.
#[derive(Debug, thiserror::Error)]
#[error("the connection is reset")]
pub(crate) struct Reset;

/// The response to a request, if there is one.
pub(crate) type Transmitted = Result<Response<PacedBody>, Reset>;

/// What goes wrong with a response on its way, whatever it says.
pub(crate) async fn transmit(
    mut response: Response<Vec<u8>>,
    fault: Option<&Fault>,
) -> Transmitted {
    let mut pause = Duration::ZERO;
    match fault {
        Some(Fault::Latency(time)) => tokio::time::sleep(*time).await,
        Some(Fault::ResetBefore | Fault::ResetAfter) => return Err(Reset),
        Some(Fault::BadGateway) => {
            response = Response::new(b"<html><h1>502 Bad Gateway</h1></html>".to_vec());
            *response.status_mut() = http::StatusCode::BAD_GATEWAY;
            header::set(&mut response, "content-type", "text/html");
        }
        Some(Fault::EmptyBody) => response.body_mut().clear(),
        Some(Fault::SlowDrip(time)) => pause = *time,
        _ => {}
    }
    let breaks_off = fault == Some(&Fault::Truncated);
    Ok(response.map(|body| PacedBody::new(body, pause, breaks_off)))
}

/// A body that is sent as a whole, in pieces with pauses, or not to its end.
pub(crate) struct PacedBody {
    rest: Bytes,
    pause: Duration,
    breaks_off: bool,
    sleep: Option<Pin<Box<Sleep>>>,
    size: u64,
}

impl PacedBody {
    fn new(body: Vec<u8>, pause: Duration, breaks_off: bool) -> Self {
        let mut rest = Bytes::from(body);
        let size = rest.len() as u64;
        if breaks_off {
            rest.truncate(rest.len() / 2);
        }
        Self { rest, pause, breaks_off, sleep: None, size }
    }
}

impl http_body::Body for PacedBody {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        at: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(at));
            self.sleep = None;
        }
        if self.rest.is_empty() {
            return Poll::Ready(self.breaks_off.then_some(Err(Reset)));
        }
        let pieces = !self.pause.is_zero();
        let length = if pieces { self.rest.len().min(16) } else { self.rest.len() };
        let piece = self.rest.split_to(length);
        if pieces {
            self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.size)
    }
}

//! What `tracing` is told of a call: one span for each attempt, and on request its bodies, masked.

use std::time::{Duration, Instant};

use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::error::Error;
use crate::redact;
use crate::request::{CallInfo, Payload};
use crate::response::{Accepted, trace_id};

/// The span of one attempt.
pub(crate) struct Trace {
    span: Span,
    start: Instant,
    bodies: bool,
}

impl Trace {
    pub(crate) fn start(call: &CallInfo, attempt: u32, bodies: bool) -> Self {
        let span = tracing::info_span!(
            target: "alipay_sdk",
            "alipay call",
            operation = &*call.operation,
            method = call.method.as_str(),
            attempt,
            status = Empty,
            trace_id = Empty,
            code = Empty,
            duration_ms = Empty,
        );
        Self { span, start: Instant::now(), bodies }
    }

    /// Runs what belongs to the call inside of its span.
    pub(crate) fn run<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future.instrument(self.span.clone())
    }

    pub(crate) fn request(&self, payload: &Payload) {
        match payload {
            Payload::Json(text) => self.body("request", text),
            Payload::Upload(upload) => {
                if let Some(Ok(text)) = &upload.data {
                    self.body("request", text);
                }
            }
            Payload::Empty => {}
        }
    }

    /// The JSON text of a request that has no [`Payload`].
    #[cfg(any(feature = "v2", feature = "top"))]
    pub(crate) fn request_text(&self, text: &[u8]) {
        self.body("request", text);
    }

    pub(crate) fn answer(&self, text: &[u8]) {
        self.body("answer", text);
    }

    fn body(&self, direction: &'static str, text: &[u8]) {
        if self.bodies && tracing::enabled!(target: "alipay_sdk", tracing::Level::TRACE) {
            tracing::trace!(target: "alipay_sdk", direction, body = redact::mask_body(text));
        }
    }

    /// The call is sent again after this wait.
    pub(crate) fn repeat(&self, wait: Duration) {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| tracing::info!(target: "alipay_sdk", wait_ms, "repeated"));
    }

    pub(crate) fn finish(&self, result: Result<&Accepted, &Error>) {
        let milliseconds = self.start.elapsed().as_millis();
        self.span.record("duration_ms", u64::try_from(milliseconds).unwrap_or(u64::MAX));
        let (status, headers) = match result {
            Ok(answer) => (Some(answer.status), Some(&answer.headers)),
            Err(error) => (error.status(), error.headers()),
        };
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        if let Some(id) = headers.and_then(trace_id) {
            self.span.record("trace_id", id);
        }
        match result {
            Ok(_) => self.span.in_scope(|| tracing::debug!(target: "alipay_sdk", "answered")),
            Err(error) => {
                if let Some(code) = error.code() {
                    self.span.record("code", code.as_str());
                }
                self.span.in_scope(|| tracing::warn!(target: "alipay_sdk", %error, "failed"));
            }
        }
    }
}

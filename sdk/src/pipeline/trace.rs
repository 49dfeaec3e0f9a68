//! What `tracing` is told of a call: one span for each attempt, and on request its bodies, masked.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::error::Error;
use crate::operation_info::Idempotency;
use crate::request::CallInfo;
use crate::response::Accepted;
use alipay_sdk_core::redact;

/// The span of one attempt.
pub(super) struct Trace {
    span: Span,
    start: Instant,
    bodies: bool,
    /// Whether the call changes nothing.
    reads: bool,
}

impl Trace {
    pub(super) fn start(call: &CallInfo, attempt: u32, bodies: bool) -> Self {
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
        let reads = call.idempotency == Idempotency::Always;
        Self { span, start: Instant::now(), bodies, reads }
    }

    /// Runs what belongs to the call inside of its span.
    pub(super) fn run<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future.instrument(self.span.clone())
    }

    pub(super) fn request<'r>(&self, text: impl FnOnce() -> Cow<'r, [u8]>) {
        if self.shows_bodies() {
            self.body("request", &text());
        }
    }

    pub(super) fn response(&self, text: &[u8]) {
        if self.shows_bodies() {
            self.body("response", text);
        }
    }

    fn shows_bodies(&self) -> bool {
        self.bodies && tracing::enabled!(target: "alipay_sdk", tracing::Level::TRACE)
    }

    /// Bodies belong to the span of the call, but are shown outside of its future.
    fn body(&self, direction: &'static str, text: &[u8]) {
        if !text.is_empty() {
            let body = redact::mask_body(text);
            self.span.in_scope(|| tracing::trace!(target: "alipay_sdk", direction, body));
        }
    }

    /// The call is sent again after this wait.
    pub(super) fn retry(&self, wait: Duration) {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| tracing::info!(target: "alipay_sdk", wait_ms, "retry"));
    }

    pub(super) fn finish(&self, result: Result<&Accepted, &Error>) {
        let milliseconds = self.start.elapsed().as_millis();
        self.span.record("duration_ms", u64::try_from(milliseconds).unwrap_or(u64::MAX));
        let (status, trace_id) = match result {
            Ok(accepted) => (Some(accepted.received.status), accepted.received.trace_id()),
            Err(error) => (error.status(), error.trace_id()),
        };
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        if let Some(id) = trace_id {
            self.span.record("trace_id", redact::line(id));
        }
        let Err(error) = result else {
            return self.span.in_scope(|| tracing::debug!(target: "alipay_sdk", "succeeded"));
        };
        if let Some(code) = error.code() {
            self.span.record("code", redact::line(code.as_str()));
        }
        self.span.in_scope(|| {
            // A question that is asked until the answer changes: there is no such trade, not yet.
            if self.reads && error.is_business() {
                tracing::debug!(target: "alipay_sdk", %error, "rejected");
            } else {
                tracing::warn!(target: "alipay_sdk", %error, "failed");
            }
        });
    }
}

//! What `tracing` is told of a call: one span for each attempt, and on request its bodies, masked.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::attempts::Attempts;
use super::metrics::AttemptReport;
use super::pipeline::Pipeline;
use crate::error::Error;
use crate::operation_info::Idempotency;
use crate::request::CallInfo;
use crate::response::Accepted;
use alipay_sdk_core::redact;

/// The span of one attempt. Its fields are the attributes that OpenTelemetry has for HTTP clients
/// (semantic conventions, "HTTP client span"), and our own behind `alipay.`.
pub(super) struct Trace<'p> {
    pipeline: &'p Pipeline,
    call: CallInfo,
    template: Cow<'static, str>,
    number: u32,
    span: Span,
    start: Instant,
}

impl<'p> Trace<'p> {
    pub(super) fn start(
        pipeline: &'p Pipeline,
        template: Cow<'static, str>,
        call: &CallInfo,
        attempts: &Attempts<'_>,
    ) -> Self {
        let number = attempts.number();
        let span = tracing::info_span!(
            target: "alipay_sdk",
            "alipay call",
            otel.kind = "client",
            otel.name = %format_args!("{} {template}", call.method),
            otel.status_code = Empty,
            http.request.method = call.method.as_str(),
            http.request.resend_count = (number > 1).then_some(number - 1),
            http.response.status_code = Empty,
            url.template = &*template,
            server.address = pipeline.server.address,
            server.port = pipeline.server.port,
            "error.type" = Empty,
            alipay.operation = &*call.operation,
            alipay.attempt = number,
            alipay.trace_id = Empty,
            alipay.code = Empty,
            alipay.duration_ms = Empty,
        );
        Self { pipeline, call: call.clone(), template, number, span, start: Instant::now() }
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
        self.pipeline.rules.trace_bodies
            && tracing::enabled!(target: "alipay_sdk", tracing::Level::TRACE)
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
        let duration = self.start.elapsed();
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.span.record("alipay.duration_ms", milliseconds);
        let (status, trace_id) = match result {
            Ok(accepted) => (Some(accepted.received.status), accepted.received.trace_id()),
            Err(error) => (error.status(), error.trace_id()),
        };
        if let Some(status) = status {
            self.span.record("http.response.status_code", status.as_u16());
        }
        if let Some(id) = trace_id {
            self.span.record("alipay.trace_id", redact::line(id));
        }
        let error_type = result.err().map(Error::label);
        if let Some(metrics) = &self.pipeline.rules.metrics {
            metrics.attempt(&self.report(duration, status, error_type.clone()));
        }
        match result {
            Ok(_) => {
                self.span.in_scope(|| tracing::debug!(target: "alipay_sdk", "succeeded"));
            }
            Err(error) => self.failed(error, &error_type.unwrap_or_default()),
        }
    }

    fn report(
        &self,
        duration: Duration,
        status: Option<StatusCode>,
        error_type: Option<Cow<'static, str>>,
    ) -> AttemptReport<'_> {
        AttemptReport {
            operation: &self.call.operation,
            method: &self.call.method,
            template: &self.template,
            server_address: &self.pipeline.server.address,
            server_port: self.pipeline.server.port,
            number: self.number,
            duration,
            status,
            error_type,
            retries_left: self.pipeline.budget.left(),
        }
    }

    fn failed(&self, error: &Error, error_type: &str) {
        self.span.record("otel.status_code", "ERROR");
        self.span.record("error.type", error_type);
        if let Some(code) = error.code() {
            self.span.record("alipay.code", redact::line(code.as_str()));
        }
        let reads = self.call.idempotency == Idempotency::Always;
        self.span.in_scope(|| {
            // A question that is asked until the answer changes: there is no such trade, not yet.
            if reads && error.is_business() {
                tracing::debug!(target: "alipay_sdk", %error, "rejected");
            } else {
                tracing::warn!(target: "alipay_sdk", %error, "failed");
            }
        });
    }
}

//! The attempts of one call.

use std::time::Duration;

use http::StatusCode;

use super::limit::Limit;
use super::pipeline::Pipeline;
use super::retry::retry_after;
use crate::error::{Earlier, Error, ErrorKind};
use crate::operation_info::Idempotency;
use crate::request::Request;
use alipay_sdk_core::transport::TransportErrorKind;

/// Less time than this is not enough for another attempt: it could only end as unknown.
const LEAST: Duration = Duration::from_millis(100);

/// The attempts of one call.
pub(super) struct Attempts<'p> {
    pipeline: &'p Pipeline,
    limit: &'p Limit<'p>,
    idempotent: bool,
    /// Whether the call changes nothing, so that only its last response counts.
    reads: bool,
    failed: Vec<Error>,
}

impl<'p> Attempts<'p> {
    pub(super) fn new(pipeline: &'p Pipeline, limit: &'p Limit<'p>, request: &Request) -> Self {
        let reads = request.call.idempotency == Idempotency::Always;
        let idempotent = request.is_idempotent();
        Self { pipeline, limit, idempotent, reads, failed: Vec::new() }
    }

    /// The number of the attempt that is made now, from 1.
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.failed.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub(super) fn succeeded(&self) {
        if self.failed.is_empty() {
            self.pipeline.budget.give();
        }
    }

    /// How long to wait before the call is sent again after this error, if it is.
    pub(super) fn wait_after(&self, error: &Error) -> Option<Duration> {
        let policy = &self.pipeline.rules.retry;
        if self.number() >= policy.attempts || !self.may_retry(error) {
            return None;
        }
        let asked = retry_after(error, self.pipeline.rules.clock.now());
        let wait = policy.wait_after(self.number()).max(asked);
        let in_time = wait.saturating_add(LEAST) < self.limit.left();
        (in_time && self.pipeline.budget.take()).then_some(wait)
    }

    pub(super) fn failed(&mut self, error: Error) {
        self.failed.push(error);
    }

    /// The error of the whole call. An attempt that was not sent, because no signature could be
    /// had for it, tells nothing: what the one before it says stands.
    pub(super) fn into_error(mut self, error: Error) -> Error {
        let last = match (error.kind(), self.failed.pop()) {
            (ErrorKind::Request { .. } | ErrorKind::Signing(_), Some(before)) => before,
            (_, before) => {
                self.failed.extend(before);
                error
            }
        };
        let unknown = !self.reads && self.failed.iter().any(Error::is_unknown_outcome);
        last.with_earlier(Earlier { errors: self.failed, unknown })
    }

    fn may_retry(&self, error: &Error) -> bool {
        match error.kind() {
            ErrorKind::Transport(transport) => {
                self.idempotent || transport.kind() == TransportErrorKind::NotSent
            }
            ErrorKind::NotProcessed => self.reads || error.is_retryable(),
            ErrorKind::Api(api) => {
                let may_be_lost = self.idempotent && api.is_unknown_outcome();
                api.is_busy() || may_be_lost && (self.reads || !is_unsigned_429(error))
            }
            _ => false,
        }
    }
}

/// Whether somebody says that there are too many calls, and has not signed it: a write that did its
/// work may be behind it.
fn is_unsigned_429(error: &Error) -> bool {
    let unsigned = error.api().is_some_and(|api| !api.verified);
    unsigned && error.status() == Some(StatusCode::TOO_MANY_REQUESTS)
}

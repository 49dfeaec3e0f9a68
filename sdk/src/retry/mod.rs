//! Sending again, where that is safe.

mod after;
mod budget;
mod policy;

use std::time::{Duration, SystemTime};

use crate::client::Core;
use crate::error::{Earlier, Error, TransportErrorKind};
use crate::metadata::Repetition;
use crate::request::{Payload, Request};

pub(crate) use budget::Budget;
pub use policy::RetryPolicy;

/// Less time than this is not enough for another attempt: it could only end as unknown.
const LEAST: Duration = Duration::from_millis(100);

/// The attempts of one call.
pub(crate) struct Attempts<'c> {
    core: &'c Core,
    repeatable: bool,
    /// Whether the call changes nothing, so that only its last answer counts.
    reads: bool,
    begun: SystemTime,
    timeout: Duration,
    failed: Vec<Error>,
}

impl<'c> Attempts<'c> {
    pub(crate) fn new(core: &'c Core, request: &Request) -> Self {
        Self {
            core,
            repeatable: is_repeatable(request),
            reads: request.call.repetition == Repetition::Always,
            begun: core.clock.now(),
            timeout: request.timeout.unwrap_or(core.timeout),
            failed: Vec::new(),
        }
    }

    /// The number of the attempt that is made now, from 1.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.failed.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// What is left of the time of the call.
    pub(crate) fn left(&self) -> Duration {
        self.core.left(self.timeout, self.begun)
    }

    pub(crate) fn succeeded(&self) {
        if self.failed.is_empty() {
            self.core.budget.give();
        }
    }

    /// How long to wait before the call is sent again after this error, if it is.
    pub(crate) fn wait_after(&self, error: &Error) -> Option<Duration> {
        let policy = &self.core.retry;
        if self.number() >= policy.attempts || !self.may_repeat(error) {
            return None;
        }
        let asked = after::retry_after(error, self.core.clock.now());
        let wait = policy.wait_after(self.number()).max(asked);
        let in_time = wait.saturating_add(LEAST) < self.left();
        (in_time && self.core.budget.take()).then_some(wait)
    }

    pub(crate) fn failed(&mut self, error: Error) {
        self.failed.push(error);
    }

    /// The error of the whole call. An attempt that was not sent, because no signature could be
    /// had for it, tells nothing: what the one before it says stands.
    pub(crate) fn error(mut self, error: Error) -> Error {
        let mut last = match (error, self.failed.pop()) {
            (Error::Request { .. } | Error::Signing { .. }, Some(before)) => before,
            (error, before) => {
                self.failed.extend(before);
                error
            }
        };
        let unknown = !self.reads && self.failed.iter().any(Error::is_unknown_outcome);
        last.set_earlier(Earlier { errors: self.failed, unknown });
        last
    }

    fn may_repeat(&self, error: &Error) -> bool {
        match error {
            Error::Transport { source, .. } => {
                self.repeatable || source.kind() == TransportErrorKind::NotSent
            }
            Error::NotProcessed(_) => true,
            Error::Api(refusal) => {
                refusal.is_retryable() || self.repeatable && refusal.is_unknown_outcome()
            }
            _ => false,
        }
    }
}

/// Whether the call may be sent again when nobody knows what became of it.
fn is_repeatable(request: &Request) -> bool {
    request.repeatable.unwrap_or_else(|| match request.call.repetition {
        Repetition::Never => false,
        Repetition::Always => true,
        Repetition::Numbered(members) => {
            let body: serde_json::Value = match &request.payload {
                Payload::Json(text) => serde_json::from_slice(text).unwrap_or_default(),
                Payload::Empty | Payload::Upload(_) => return false,
            };
            let is_set =
                |member: &&str| body[*member].as_str().is_some_and(|text| !text.is_empty());
            members.iter().any(is_set)
        }
    })
}

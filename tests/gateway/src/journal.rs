//! The last calls, for tests and for the page.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use crate::check::UploadedFile;
use crate::fault::Fault;
use crate::refusal::Refusal;

/// How many calls are kept.
const KEPT: usize = 200;

/// A call as the gateway saw it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// Its number, from 1.
    pub number: u64,
    /// When it came.
    pub at: SystemTime,
    /// `alipay-trace-id` of the answer.
    pub trace_id: String,
    /// `alipay-request-id` of the request.
    pub request_id: Option<String>,
    /// The id of the application.
    pub app_id: Option<String>,
    /// The id of the operation, when the path is known.
    pub operation: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// Path and query as received.
    pub target: String,
    /// The text whose signature was verified, as the gateway built it.
    pub signed_text: Option<String>,
    /// The body after decryption; of an upload the part `data`.
    pub plain_body: Option<String>,
    /// The files of an upload, in the order sent.
    pub files: Vec<UploadedFile>,
    /// Whether it was accepted.
    pub verdict: Verdict,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer before encryption.
    pub answer: String,
    /// What was made to go wrong.
    pub fault: Option<Fault>,
}

/// What the gateway thought of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It passed all checks.
    Accepted,
    /// It did not, or the business refused it.
    Refused(Refusal),
    /// It was not looked at, because of a fault.
    NotProcessed,
}

/// The last calls.
#[derive(Default)]
pub(crate) struct Journal(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    calls: VecDeque<Call>,
    count: u64,
}

impl Journal {
    /// Keeps a call, with its number.
    pub(crate) fn add(&self, call: Call) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.count += 1;
        let number = kept.count;
        kept.calls.push_back(Call { number, ..call });
        if kept.calls.len() > KEPT {
            kept.calls.pop_front();
        }
    }

    /// The last calls, the oldest first.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).calls.iter().cloned().collect()
    }

    /// How many there have been.
    pub(crate) fn count(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).count
    }
}

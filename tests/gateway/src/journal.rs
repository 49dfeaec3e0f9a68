//! The last calls, for tests and for the page.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::watch;

use crate::diagnosis::Diagnosis;
use crate::fault::Fault;
use crate::rejection::Rejection;
use crate::request::{Received, UploadedFile};

/// How many calls the journal holds.
const LIMIT: usize = 200;

/// A call to the gateway.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// The number of the call, from 1.
    pub number: u64,
    /// The time of the request.
    pub at: SystemTime,
    /// `alipay-trace-id` of the response.
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
    /// The decrypted body, or the part `data` of an upload.
    pub plain_body: Option<String>,
    /// Why the signature is wrong, if it is.
    pub diagnosis: Option<Diagnosis>,
    /// The files of an upload, in the order sent.
    pub files: Vec<UploadedFile>,
    /// The verdict on the request.
    pub verdict: Verdict,
    /// The status of the response.
    pub status: u16,
    /// The body of the response before encryption.
    pub response: String,
    /// The fault, if there was one.
    pub fault: Option<Fault>,
}

impl Call {
    /// A call that nothing is known of but its request.
    pub(crate) fn new(request: &Received) -> Self {
        Self {
            number: 0,
            at: SystemTime::now(),
            trace_id: String::new(),
            request_id: None,
            app_id: None,
            operation: None,
            method: request.method.clone(),
            target: request.target.clone(),
            signed_text: None,
            plain_body: None,
            diagnosis: None,
            files: Vec::new(),
            verdict: Verdict::NotProcessed,
            status: 0,
            response: String::new(),
            fault: None,
        }
    }
}

/// The verdict of the gateway on a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The request passed all checks.
    Accepted,
    /// A check or the business rejected the request.
    Rejected(Rejection),
    /// The request was not processed because of a fault.
    NotProcessed,
}

impl fmt::Display for Verdict {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => to.write_str("accepted"),
            Self::Rejected(rejection) => write!(to, "rejected: {}", rejection.code),
            Self::NotProcessed => to.write_str("not processed"),
        }
    }
}

/// Numbers of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All calls.
    pub calls: u64,
    /// The rejected calls.
    pub rejected: u64,
    /// The calls with a fault.
    pub faults: u64,
}

/// The last calls.
#[derive(Default)]
pub(crate) struct Journal {
    calls: Mutex<VecDeque<Call>>,
    counts: watch::Sender<Counts>,
}

impl Journal {
    /// Keeps a call, with its number.
    pub(crate) fn add(&self, call: Call) {
        let mut calls = self.lock();
        let mut counts = self.counts();
        counts.calls += 1;
        counts.rejected += u64::from(matches!(call.verdict, Verdict::Rejected(_)));
        counts.faults += u64::from(call.fault.is_some());
        calls.push_back(Call { number: counts.calls, ..call });
        if calls.len() > LIMIT {
            calls.pop_front();
        }
        self.counts.send_replace(counts);
    }

    /// The last calls, the oldest first.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.lock().iter().cloned().collect()
    }

    /// One of them.
    pub(crate) fn call(&self, number: u64) -> Option<Call> {
        self.lock().iter().find(|call| call.number == number).cloned()
    }

    /// The calls after this number; waits until there is one.
    pub(crate) async fn calls_after(&self, number: u64) -> Vec<Call> {
        let mut counts = self.counts.subscribe();
        // It fails when the journal is gone, which it is not.
        let _ = counts.wait_for(|counts| counts.calls > number).await;
        self.lock().iter().filter(|call| call.number > number).cloned().collect()
    }

    /// How many there have been.
    pub(crate) fn counts(&self) -> Counts {
        *self.counts.borrow()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

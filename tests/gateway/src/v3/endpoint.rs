//! One request of v3: check, answer, and whatever is to go wrong.

use std::sync::Arc;
use std::time::Duration;

use http::Response;

use super::check::{Checker, Notes};
use super::replay::ReplayWindow;
use super::response;
use crate::apps::Apps;
use crate::business::Business;
use crate::content::Content;
use crate::fault::{self, Fault, Faults};
use crate::journal::{Call, Journal, Verdict};
use crate::platform::Platform;
use crate::refusal::Refusal;
use crate::request::{Checked, Received};
use crate::wire::{self, Transmitted};
use crate::{header, ids};

/// What v3 needs to answer.
pub(crate) struct Endpoint {
    checker: Checker,
    platform: Arc<Platform>,
    business: Arc<Business>,
    faults: Arc<Faults>,
    journal: Arc<Journal>,
}

impl Endpoint {
    pub(crate) fn new(
        apps: Arc<Apps>,
        business: Arc<Business>,
        faults: Arc<Faults>,
        journal: Arc<Journal>,
        lifetime: Duration,
    ) -> Self {
        let (catalog, platform) = (business.catalog.clone(), apps.platform.clone());
        let checker = Checker { catalog, apps, window: ReplayWindow::new(lifetime) };
        Self { checker, platform, business, faults, journal }
    }

    /// The answer to one request, as its fault has it.
    pub(crate) async fn answer(&self, request: Received) -> Transmitted {
        let mut call = Call::new(&request);
        let mut notes = Notes::default();
        let checked = self.checker.check(&request, &mut notes).await;
        let fault = notes.operation.as_deref().and_then(|id| self.faults.next(id));
        let result = self.process(checked, fault.as_ref());
        self.business.notify_payments();
        let trace_id = ids::random();
        let (mut answer, shown, verdict) = self.write(result, &notes, &trace_id);
        if let Some(fault) = &fault {
            answer = response::misbehave(&self.platform, &notes, &trace_id, answer, fault);
        }
        let answer = wire::transmit(answer, fault.as_ref()).await;
        call.trace_id = trace_id;
        call.request_id = header::get(&request.headers, "alipay-request-id");
        call.app_id = notes.app.map(|(id, _)| id);
        call.operation = notes.operation;
        call.signed_text = notes.signed_text;
        call.plain_body = notes.plain_body;
        call.diagnosis = notes.diagnosis;
        call.files = notes.files;
        call.verdict = verdict;
        call.status = answer.as_ref().map_or(0, |answer| answer.status().as_u16());
        call.answer = shown;
        call.fault = fault;
        self.journal.add(call);
        answer
    }

    /// What becomes of a request; nothing when a fault keeps it from being processed.
    fn process(
        &self,
        checked: Result<Checked, Refusal>,
        fault: Option<&Fault>,
    ) -> Option<Result<Content, Refusal>> {
        match checked {
            Ok(checked) => fault::run(fault, || self.business.answer(&checked)),
            Err(refusal) => Some(Err(refusal)),
        }
    }

    /// The answer on the wire, what the journal shows of it, and the verdict.
    fn write(
        &self,
        result: Option<Result<Content, Refusal>>,
        notes: &Notes,
        trace_id: &str,
    ) -> (Response<Vec<u8>>, String, Verdict) {
        match result {
            Some(Ok(content)) => {
                let shown = content.summary();
                let answer = response::success(&self.platform, notes, trace_id, content);
                (answer, shown, Verdict::Accepted)
            }
            Some(Err(refusal)) => {
                let answer = response::refusal(&self.platform, notes, trace_id, &refusal);
                (answer, refusal.body().to_string(), Verdict::Refused(refusal))
            }
            None => (Response::new(Vec::new()), String::new(), Verdict::NotProcessed),
        }
    }
}

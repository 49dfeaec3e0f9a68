//! One request of v3: check, respond, and whatever is to go wrong.

use std::sync::Arc;
use std::time::Duration;

use http::Response;

use super::check::{Checker, Notes};
use super::replay::ReplayWindow;
use super::response;
use crate::business::Business;
use crate::content::Content;
use crate::fault::{self, Fault, Faults};
use crate::journal::{Call, Journal, Verdict};
use crate::parts::Parts;
use crate::platform::Platform;
use crate::rejection::Rejection;
use crate::request::{Checked, Received};
use crate::wire::{self, Transmitted};
use crate::{header, ids};

/// What v3 needs to respond.
pub(crate) struct Endpoint {
    checker: Checker,
    platform: Arc<Platform>,
    business: Arc<Business>,
    faults: Arc<Faults>,
    journal: Arc<Journal>,
}

impl Endpoint {
    pub(crate) fn new(parts: Parts, lifetime: Duration) -> Self {
        let Parts { apps, business, faults, journal, .. } = parts;
        let (catalog, platform) = (business.catalog.clone(), apps.platform.clone());
        let checker = Checker { catalog, apps, window: ReplayWindow::new(lifetime) };
        Self { checker, platform, business, faults, journal }
    }

    /// The response to one request, as its fault has it.
    pub(crate) async fn respond(&self, request: Received) -> Transmitted {
        let mut call = Call::new(&request);
        let mut notes = Notes::default();
        let checked = self.checker.check(&request, &mut notes, &mut call).await;
        let fault = call.operation.as_deref().and_then(|id| self.faults.next(id));
        let result = self.process(checked, fault.as_ref());
        self.business.notify_payments();
        let trace_id = ids::random();
        let (mut response, shown, verdict) = self.write(result, &notes, &trace_id);
        if let Some(fault) = &fault {
            response = response::misbehave(&self.platform, &notes, &trace_id, response, fault);
        }
        let response = wire::transmit(response, fault.as_ref()).await;
        call.trace_id = trace_id;
        call.request_id = header::get(&request.headers, "alipay-request-id");
        call.verdict = verdict;
        call.status = response.as_ref().map_or(0, |response| response.status().as_u16());
        call.response = shown;
        call.fault = fault;
        self.journal.add(call);
        response
    }

    /// What becomes of a request; nothing when a fault keeps it from being processed.
    fn process(
        &self,
        checked: Result<Checked, Rejection>,
        fault: Option<&Fault>,
    ) -> Option<Result<Content, Rejection>> {
        match checked {
            Ok(checked) => fault::run(fault, || self.business.respond(&checked)),
            Err(rejection) => Some(Err(rejection)),
        }
    }

    /// The response on the wire, what the journal shows of it, and the verdict.
    fn write(
        &self,
        result: Option<Result<Content, Rejection>>,
        notes: &Notes,
        trace_id: &str,
    ) -> (Response<Vec<u8>>, String, Verdict) {
        match result {
            Some(Ok(content)) => {
                let shown = content.summary();
                let response = response::success(&self.platform, notes, trace_id, content);
                (response, shown, Verdict::Accepted)
            }
            Some(Err(rejection)) => {
                let response = response::rejection(&self.platform, notes, trace_id, &rejection);
                (response, rejection.body().to_string(), Verdict::Rejected(rejection))
            }
            None => (Response::new(Vec::new()), String::new(), Verdict::NotProcessed),
        }
    }
}

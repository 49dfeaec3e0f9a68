//! The response to a request that passed all checks: as scripted, from the state, or made up.

use std::sync::Arc;
use std::time::Duration;

use alipay_codegen::ir::Response;

use crate::bills::Bills;
use crate::catalog::Catalog;
use crate::content::Content;
use crate::notify::Notifier;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::sample;
use crate::script::Script;
use crate::state::State;

/// The business behind v3 and v2, which see the same trades.
pub(crate) struct Business {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) script: Arc<Script>,
    pub(crate) state: State,
    pub(crate) notifier: Arc<Notifier>,
    pub(crate) bills: Bills,
}

/// How long a trade may be overdue until its receiver is told.
const WATCH: Duration = Duration::from_millis(250);

impl Business {
    /// The response to a request.
    pub(crate) fn respond(&self, request: &Checked) -> Result<Content, Rejection> {
        let Some(response) = self.prepared(request) else {
            return Ok(sample::response(&self.catalog, &request.operation));
        };
        response.map(|json| match &request.operation.response {
            Response::Events(_) => Content::Events(vec![json]),
            _ => Content::Json(json),
        })
    }

    /// The response that a test has scripted, or that follows from the state. A made up response is
    /// not for those who act for nobody.
    pub(crate) fn prepared(&self, request: &Checked) -> Option<Reply> {
        let scripted = self.script.next(&request.operation.id);
        let known = || self.bills.respond(&self.state, request);
        let response = scripted
            .or_else(|| self.state.respond(request))
            .or_else(known)
            .or_else(|| self.state.check_merchant(request).err().map(Err));
        if response.is_none() {
            self.state.keep_files(request);
        }
        response
    }

    /// Notifies the receivers of trades that were paid, refunded or closed.
    pub(crate) fn notify_payments(&self) {
        for notice in self.state.take_notices() {
            self.notifier.send(&notice);
        }
    }

    /// Closes trades when their time is over, also when nobody calls. Never ends.
    pub(crate) async fn watch_time(&self) {
        loop {
            tokio::time::sleep(WATCH).await;
            self.notify_payments();
        }
    }
}

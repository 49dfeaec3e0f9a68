//! The response to a request that passed all checks: as scripted, from the state, or made up.

use std::sync::Arc;

use alipay_codegen::ir::Response;

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
}

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

    /// The response that a test has scripted, or that follows from the state.
    pub(crate) fn prepared(&self, request: &Checked) -> Option<Reply> {
        let scripted = self.script.next(&request.operation.id);
        let response = scripted.or_else(|| self.state.respond(request));
        if response.is_none() {
            self.state.keep_files(request);
        }
        response
    }

    /// Notifies the receivers of new payments.
    pub(crate) fn notify_payments(&self) {
        for trade in self.state.take_unnotified_payments() {
            self.notifier.send(&trade.notice());
        }
    }
}

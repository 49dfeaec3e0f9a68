//! The list of calls.

use askama::Template;
use url::form_urlencoded;

use super::text;
use crate::journal::{Call, Counts, Verdict};

/// The last calls that pass a filter.
#[derive(Template)]
#[template(path = "calls.html")]
pub(super) struct CallsPage {
    counts: Counts,
    calls: Vec<Row>,
    filter: Filter,
    verdicts: [(&'static str, &'static str); 4],
}

/// Which calls are looked for; an empty text is about none.
#[derive(Default)]
pub(super) struct Filter {
    operation: String,
    app: String,
    verdict: String,
}

/// One call in a list.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) time: String,
    pub(super) method: String,
    pub(super) operation: String,
    app: String,
    pub(super) verdict: String,
    pub(super) class: &'static str,
    pub(super) status: String,
    pub(super) fault: String,
}

impl CallsPage {
    /// The newest come first.
    pub(super) fn new(counts: Counts, calls: &[Call], filter: Filter) -> Self {
        let calls = calls.iter().rev().filter(|call| filter.takes(call)).map(Row::new).collect();
        let verdicts = [
            ("", "any"),
            ("accepted", "accepted"),
            ("rejected", "rejected"),
            ("skipped", "not processed"),
        ];
        Self { counts, calls, filter, verdicts }
    }
}

impl Filter {
    /// What the form of the list sends.
    pub(super) fn read(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let field = match &*name {
                "operation" => &mut filter.operation,
                "app" => &mut filter.app,
                "verdict" => &mut filter.verdict,
                _ => continue,
            };
            value.trim().clone_into(field);
        }
        filter
    }

    fn is_empty(&self) -> bool {
        self.operation.is_empty() && self.app.is_empty() && self.verdict.is_empty()
    }

    fn takes(&self, call: &Call) -> bool {
        let app = call.app_id.as_deref().unwrap_or_default();
        operation(call).contains(&self.operation)
            && app.contains(&self.app)
            && (self.verdict.is_empty() || self.verdict == class(&call.verdict))
    }
}

impl Row {
    pub(super) fn new(call: &Call) -> Self {
        Self {
            number: call.number,
            time: text::clock(call.at),
            method: call.method.clone(),
            operation: operation(call).to_owned(),
            app: call.app_id.clone().unwrap_or_default(),
            verdict: call.verdict.to_string(),
            class: class(&call.verdict),
            status: text::status(call.status),
            fault: call.fault.as_ref().map(|fault| format!("{fault:?}")).unwrap_or_default(),
        }
    }
}

/// The operation that was called, or the target of a call to nothing.
fn operation(call: &Call) -> &str {
    call.operation.as_deref().unwrap_or(&call.target)
}

/// The style of a verdict.
pub(super) fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Rejected(_) => "rejected",
        Verdict::NotProcessed => "skipped",
    }
}

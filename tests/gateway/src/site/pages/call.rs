//! One call.

use askama::Template;

use super::calls::Row;
use super::difference::{self, Line};
use super::text::{known, pretty};
use crate::journal::{Call, Verdict};

/// All that is known of a call.
#[derive(Template)]
#[template(path = "call.html")]
pub(super) struct CallPage {
    row: Row,
    facts: Vec<(&'static str, String)>,
    expected: Vec<Line>,
    signed: Option<Vec<Line>>,
    reason: Option<String>,
    details: Vec<String>,
    body: String,
    response: String,
}

impl CallPage {
    pub(super) fn new(call: &Call) -> Self {
        let text = call.signed_text.as_deref().unwrap_or_default();
        let signed = call.diagnosis.as_ref().and_then(|diagnosis| diagnosis.signed.as_deref());
        let (expected, signed) = match signed {
            None => (difference::lines(text), None),
            Some(signed) => {
                let (expected, signed) = difference::compare(text, signed);
                (expected, Some(signed))
            }
        };
        let rejection = match &call.verdict {
            Verdict::Rejected(rejection) => Some(rejection),
            _ => None,
        };
        let reason = call.diagnosis.as_ref().map(|diagnosis| diagnosis.reason.clone());
        let told = || rejection.and_then(|rejection| rejection.expected.clone());
        let details = rejection
            .into_iter()
            .flat_map(|rejection| &rejection.details)
            .map(|detail| format!("{} {}: {}", detail.location, detail.field, detail.issue));
        Self {
            facts: facts(call),
            expected,
            signed,
            reason: reason.or_else(told),
            details: details.collect(),
            body: pretty(call.plain_body.as_deref().unwrap_or_default()),
            response: pretty(&call.response),
            row: Row::new(call),
        }
    }
}

fn facts(call: &Call) -> Vec<(&'static str, String)> {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let message = match &call.verdict {
        Verdict::Rejected(rejection) => rejection.message.clone(),
        _ => String::new(),
    };
    known(vec![
        ("Target", call.target.clone()),
        ("Application", or_none(&call.app_id)),
        ("Trace id", call.trace_id.clone()),
        ("Request id", or_none(&call.request_id)),
        ("Message", message),
    ])
}

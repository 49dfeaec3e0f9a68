//! What the pages show, in the words of the templates.

use std::time::SystemTime;

use askama::Template;
use time::OffsetDateTime;
use time::macros::format_description;

use super::difference::{self, Line};
use crate::apps::App;
use crate::client_config::{self, Mode};
use crate::journal::{Call, Counts, Verdict};
use crate::notify::{Delivery, Outcome};

/// The last calls and notifications.
#[derive(Template)]
#[template(path = "calls.html")]
pub(super) struct CallsPage {
    pub(super) counts: Counts,
    pub(super) calls: Vec<Row>,
    pub(super) deliveries: Vec<DeliveryRow>,
}

/// One call in a list.
pub(super) struct Row {
    number: u64,
    time: String,
    method: String,
    operation: String,
    verdict: String,
    class: &'static str,
    status: String,
    fault: String,
}

/// One notification in a list.
pub(super) struct DeliveryRow {
    id: String,
    url: String,
    attempts: usize,
    last: String,
    outcome: &'static str,
}

/// One call.
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

/// The configuration of clients.
#[derive(Template)]
#[template(path = "config.html")]
pub(super) struct ConfigPage {
    pub(super) base_url: String,
    pub(super) apps: Vec<AppConfig>,
}

/// The configuration of one application, in several forms.
pub(super) struct AppConfig {
    app_id: String,
    encrypt_key: String,
    forms: Vec<(String, String)>,
}

/// There is no such thing.
#[derive(Template)]
#[template(path = "missing.html")]
pub(super) struct MissingPage {
    pub(super) what: String,
}

impl Row {
    pub(super) fn new(call: &Call) -> Self {
        let class = match &call.verdict {
            Verdict::Accepted => "accepted",
            Verdict::Rejected(_) => "rejected",
            Verdict::NotProcessed => "skipped",
        };
        Self {
            number: call.number,
            time: clock(call.at),
            method: call.method.clone(),
            operation: call.operation.clone().unwrap_or_else(|| call.target.clone()),
            verdict: call.verdict.to_string(),
            class,
            status: status(call.status),
            fault: call.fault.as_ref().map(|fault| format!("{fault:?}")).unwrap_or_default(),
        }
    }
}

impl DeliveryRow {
    pub(super) fn new(delivery: &Delivery) -> Self {
        let attempts = delivery.attempts();
        let last = attempts.last().map(|attempt| match attempt.status {
            Some(status) => format!("{status} {}", shortened(&attempt.response)),
            None => shortened(&attempt.response),
        });
        Self {
            id: delivery.notify_id().to_owned(),
            url: delivery.url().to_owned(),
            attempts: attempts.len(),
            last: last.unwrap_or_default(),
            outcome: match delivery.outcome() {
                None => "on its way",
                Some(Outcome::Acknowledged) => "acknowledged",
                Some(Outcome::GivenUp) => "given up",
                Some(Outcome::Stopped) => "stopped",
            },
        }
    }
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
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let message = match &call.verdict {
        Verdict::Rejected(rejection) => rejection.message.clone(),
        _ => String::new(),
    };
    let facts = vec![
        ("Target", call.target.clone()),
        ("Application", known(&call.app_id)),
        ("Trace id", call.trace_id.clone()),
        ("Request id", known(&call.request_id)),
        ("Message", message),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

impl AppConfig {
    pub(super) fn new(app: &App, base_url: &str) -> Self {
        let mut forms = Vec::new();
        for (mode, what) in [(Mode::Keys, "key mode"), (Mode::Certificates, "certificate mode")] {
            let settings = client_config::settings(app, base_url, mode);
            forms.extend([
                (format!("TOML, {what}"), client_config::toml(&settings)),
                (format!("JSON, {what}"), client_config::json(&settings)),
                (format!("Environment, {what}"), client_config::environment(&settings)),
                (format!("Rust, {what}"), client_config::rust(&settings)),
            ]);
        }
        Self { app_id: app.app_id.clone(), encrypt_key: app.encrypt_key.clone(), forms }
    }
}

/// A status, or that there was none.
fn status(status: u16) -> String {
    if status == 0 { "reset".to_owned() } else { status.to_string() }
}

/// JSON in lines; whatever else as it is.
fn pretty(text: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(text);
    json.map_or_else(|_| text.to_owned(), |json| format!("{json:#}"))
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The time of day (UTC).
fn clock(at: SystemTime) -> String {
    let format = format_description!("[hour]:[minute]:[second].[subsecond digits:3]");
    OffsetDateTime::from(at).format(&format).unwrap_or_default()
}

//! What receivers were told.

use askama::Template;

use super::text;
use crate::notify::{Attempt, Delivery, Outcome};

/// The last notifications.
#[derive(Template)]
#[template(path = "notifications.html")]
pub(super) struct NotificationsPage {
    deliveries: Vec<Row>,
}

/// One notification: what it says, and what became of it.
#[derive(Template)]
#[template(path = "notification.html")]
pub(super) struct NotificationPage {
    row: Row,
    attempts: Vec<AttemptRow>,
    parameters: Vec<(String, String)>,
}

/// One notification in a list.
pub(super) struct Row {
    time: String,
    pub(super) about: String,
    pub(super) link: String,
    url: String,
    attempts: usize,
    last: String,
    pub(super) outcome: &'static str,
    pub(super) class: &'static str,
}

struct AttemptRow {
    time: String,
    status: String,
    response: String,
    outcome: &'static str,
    class: &'static str,
}

impl NotificationsPage {
    /// The newest come first.
    pub(super) fn new(deliveries: &[Delivery]) -> Self {
        Self { deliveries: deliveries.iter().rev().map(Row::new).collect() }
    }
}

impl NotificationPage {
    pub(super) fn new(delivery: &Delivery) -> Self {
        Self {
            row: Row::new(delivery),
            attempts: delivery.attempts().iter().map(AttemptRow::new).collect(),
            parameters: delivery.parameters(),
        }
    }
}

impl Row {
    pub(super) fn new(delivery: &Delivery) -> Self {
        let attempts = delivery.attempts();
        let last = attempts.last().map(|attempt| match attempt.status {
            Some(status) => format!("{status} {}", text::shortened(&attempt.response)),
            None => text::shortened(&attempt.response),
        });
        let (outcome, class) = match delivery.outcome() {
            None => ("on its way", "waiting"),
            Some(Outcome::Acknowledged) => ("acknowledged", "accepted"),
            Some(Outcome::GivenUp) => ("given up", "rejected"),
            Some(Outcome::Stopped) => ("stopped", "skipped"),
        };
        Self {
            time: attempts.first().map(|first| text::clock(first.at)).unwrap_or_default(),
            about: about(&delivery.parameters()),
            link: text::link("/notifications", delivery.notify_id()),
            url: delivery.url().to_owned(),
            attempts: attempts.len(),
            last: last.unwrap_or_default(),
            outcome,
            class,
        }
    }
}

impl AttemptRow {
    fn new(attempt: &Attempt) -> Self {
        let (outcome, class) = match attempt.acknowledged {
            true => ("acknowledged", "accepted"),
            false => ("not acknowledged", "rejected"),
        };
        Self {
            time: text::clock(attempt.at),
            status: attempt.status.map_or_else(|| "none".to_owned(), |status| status.to_string()),
            response: attempt.response.clone(),
            outcome,
            class,
        }
    }
}

/// What a notification is about: the state of an order, or a message.
fn about(parameters: &[(String, String)]) -> String {
    let get = |wanted: &str| {
        parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    let what = ["trade_status", "msg_method", "notify_type"].into_iter().find_map(get);
    let whose = ["out_trade_no", "trade_no"].into_iter().find_map(get);
    match (what, whose) {
        (Some(what), Some(whose)) => format!("{what} of {whose}"),
        (what, whose) => what.or(whose).unwrap_or("notification").to_owned(),
    }
}

//! What happened to a trade: calls about it, movements of its money, notifications.

use serde_json::Value;

use super::ledger::why;
use super::{calls, notifications};
use crate::clock;
use crate::journal::{Call, Verdict};
use crate::notify::Delivery;
use crate::state::{Entry, TradeRecord, yuan};

/// One line of the history.
pub(super) struct Event {
    pub(super) time: String,
    pub(super) what: String,
    pub(super) link: String,
    pub(super) outcome: String,
    pub(super) class: &'static str,
}

/// All of it, the oldest first.
pub(super) fn history(
    trade: &TradeRecord,
    calls: &[Call],
    entries: &[Entry],
    deliveries: &[Delivery],
) -> Vec<Event> {
    let calls = calls.iter().filter(|call| is_about(call, trade)).map(called);
    let moved = entries.iter().filter(|entry| entry.number == trade.trade_no).map(moved);
    let told = deliveries.iter().filter(|delivery| tells_of(delivery, trade)).map(told);
    let mut events: Vec<Event> = calls.chain(moved).chain(told).collect();
    // Stable: within a second calls come first, and notifications last.
    events.sort_by(|one, other| one.time.cmp(&other.time));
    events
}

fn called(call: &Call) -> Event {
    Event {
        time: clock::of(call.at),
        what: call.operation.clone().unwrap_or_else(|| call.target.clone()),
        link: format!("/calls/{}", call.number),
        outcome: match &call.verdict {
            Verdict::Rejected(rejection) => rejection.code.clone(),
            verdict => verdict.to_string(),
        },
        class: calls::class(&call.verdict),
    }
}

fn moved(entry: &Entry) -> Event {
    Event {
        time: entry.time.clone(),
        what: format!("{} of {} yuan", why(entry.kind), yuan(entry.amount)),
        link: String::new(),
        outcome: "booked".to_owned(),
        class: "paid",
    }
}

fn told(delivery: &Delivery) -> Event {
    let row = notifications::Row::new(delivery);
    Event {
        time: delivery.attempts().first().map(|first| clock::of(first.at)).unwrap_or_default(),
        what: format!("notification: {}", row.about),
        link: row.link,
        outcome: row.outcome.to_owned(),
        class: row.class,
    }
}

/// Whether a call names the trade by either number, or is told its number.
fn is_about(call: &Call, trade: &TradeRecord) -> bool {
    let body = call.plain_body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
    let named = |name: &str, number: &str| {
        body.as_ref().and_then(|body| body.get(name)).and_then(Value::as_str) == Some(number)
    };
    let is_own = call.app_id.as_deref() == Some(&trade.app_id);
    is_own
        && (named("out_trade_no", &trade.out_trade_no)
            || named("trade_no", &trade.trade_no)
            || call.response.contains(&trade.trade_no))
}

fn tells_of(delivery: &Delivery, trade: &TradeRecord) -> bool {
    let parameters = delivery.parameters();
    let says = |wanted: &str, value: &str| {
        parameters.iter().any(|(name, other)| name == wanted && other == value)
    };
    says("trade_no", &trade.trade_no)
        || (says("out_trade_no", &trade.out_trade_no) && says("app_id", &trade.app_id))
}

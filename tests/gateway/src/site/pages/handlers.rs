//! What each page is made of.

use askama::Template;
use http::{Response, StatusCode};

use super::call::CallPage;
use super::calls::{CallsPage, Filter};
use super::config::ConfigPage;
use super::history::history;
use super::ledger::LedgerPage;
use super::notifications::{NotificationPage, NotificationsPage};
use super::operations::OperationsPage;
use super::trades::{TradePage, TradesPage};
use crate::page;
use crate::site::route::{Input, response};

/// How many trades are listed.
const LIMIT: usize = 200;

/// There is no such thing.
#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage {
    what: String,
}

pub(super) fn calls(input: &Input<'_>) -> Response<Vec<u8>> {
    let journal = &input.parts.journal;
    let filter = Filter::read(input.query);
    html(StatusCode::OK, &CallsPage::new(journal.counts(), &journal.calls(), filter))
}

pub(super) fn call(input: &Input<'_>) -> Response<Vec<u8>> {
    let number = &input.name;
    match number.parse().ok().and_then(|number| input.parts.journal.call(number)) {
        Some(call) => html(StatusCode::OK, &CallPage::new(&call)),
        None => not_found(format!("call {number}; only the last calls are kept")),
    }
}

pub(super) fn trades(input: &Input<'_>) -> Response<Vec<u8>> {
    html(StatusCode::OK, &TradesPage::new(input.parts.business.state.last_trades(LIMIT)))
}

pub(super) fn trade(input: &Input<'_>) -> Response<Vec<u8>> {
    let business = &input.parts.business;
    let Some(trade) = business.state.trade(&input.name) else {
        return not_found(format!("trade {}", input.name));
    };
    let (entries, deliveries) = (business.state.ledger().entries, business.notifier.deliveries());
    let history = history(&trade.record, &input.parts.journal.calls(), &entries, &deliveries);
    html(StatusCode::OK, &TradePage::new(&trade, history))
}

pub(super) fn ledger(input: &Input<'_>) -> Response<Vec<u8>> {
    html(StatusCode::OK, &LedgerPage::new(&input.parts.business.state.ledger()))
}

pub(super) fn notifications(input: &Input<'_>) -> Response<Vec<u8>> {
    html(StatusCode::OK, &NotificationsPage::new(&input.parts.business.notifier.deliveries()))
}

pub(super) fn notification(input: &Input<'_>) -> Response<Vec<u8>> {
    let deliveries = input.parts.business.notifier.deliveries();
    match deliveries.iter().rfind(|delivery| delivery.notify_id() == input.name) {
        Some(delivery) => html(StatusCode::OK, &NotificationPage::new(delivery)),
        None => not_found(format!("notification {}; only the last ones are kept", input.name)),
    }
}

pub(super) fn operations(input: &Input<'_>) -> Response<Vec<u8>> {
    html(StatusCode::OK, &OperationsPage::new(&input.parts.business.catalog))
}

pub(super) fn config(input: &Input<'_>) -> Response<Vec<u8>> {
    let base_url = input.parts.base_url.clone();
    html(StatusCode::OK, &ConfigPage::new(base_url, &input.parts.apps.all()))
}

pub(super) fn style(_: &Input<'_>) -> Response<Vec<u8>> {
    response(
        StatusCode::OK,
        "text/css; charset=utf-8",
        include_str!("../../../templates/style.css"),
    )
}

pub(super) fn icon(_: &Input<'_>) -> Response<Vec<u8>> {
    response(StatusCode::OK, "image/svg+xml", include_str!("../../../templates/favicon.svg"))
}

pub(super) fn not_found(what: String) -> Response<Vec<u8>> {
    html(StatusCode::NOT_FOUND, &MissingPage { what })
}

fn html(status: StatusCode, page: &impl Template) -> Response<Vec<u8>> {
    let mut response = page::render(page);
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

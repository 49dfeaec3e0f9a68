//! What each page is made of.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};

use super::call::CallPage;
use super::calls::{CallsPage, Filter};
use super::config::ConfigPage;
use super::history::history;
use super::ledger::LedgerPage;
use super::notifications::{NotificationPage, NotificationsPage};
use super::operations::OperationsPage;
use super::trades::{TradePage, TradesPage};
use crate::apps::Apps;
use crate::business::Business;
use crate::cashier::Cashier;
use crate::journal::Journal;
use crate::parts::Parts;

/// How many trades are listed.
const LIMIT: usize = 200;

/// There is no such thing.
#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage {
    what: String,
}

/// The routes of the pages.
pub(in crate::site) fn router(parts: &Parts) -> Router {
    let (journal, business) = (parts.journal.clone(), parts.business.clone());
    let trade = get(trade).with_state((journal.clone(), business.clone()));
    Router::new()
        .route("/", get(calls).with_state(journal.clone()))
        .route("/calls/{number}", get(call).with_state(journal))
        .route("/trades", get(trades).with_state(business.clone()))
        .route("/trades/{trade_no}", trade)
        .route("/ledger", get(ledger).with_state(business.clone()))
        .route("/notifications", get(notifications).with_state(business.clone()))
        .route("/notifications/{notify_id}", get(notification).with_state(business.clone()))
        .route("/operations", get(operations).with_state(business))
        .route("/config", get(config).with_state((parts.apps.clone(), parts.base_url.clone())))
        .route("/qr/{code}", get(scan).with_state(parts.cashier.clone()))
        .route("/cashier/{trade_no}", get(open).with_state(parts.cashier.clone()))
        .route("/style.css", get(style))
        .route("/favicon.svg", get(icon))
        .route("/favicon.ico", get(icon))
        .fallback(missing)
}

async fn calls(State(journal): State<Arc<Journal>>, request: Request) -> Response {
    let filter = Filter::read(request.uri().query().unwrap_or_default());
    html(StatusCode::OK, &CallsPage::new(journal.counts(), &journal.calls(), filter))
}

async fn call(State(journal): State<Arc<Journal>>, Path(number): Path<String>) -> Response {
    match number.parse().ok().and_then(|number| journal.call(number)) {
        Some(call) => html(StatusCode::OK, &CallPage::new(&call)),
        None => not_found(format!("call {number}; only the last calls are kept")),
    }
}

async fn trades(State(business): State<Arc<Business>>) -> Response {
    html(StatusCode::OK, &TradesPage::new(business.state.last_trades(LIMIT)))
}

async fn trade(
    State((journal, business)): State<(Arc<Journal>, Arc<Business>)>,
    Path(trade_no): Path<String>,
) -> Response {
    let Some(trade) = business.state.trade(&trade_no) else {
        return not_found(format!("trade {trade_no}"));
    };
    let (entries, deliveries) = (business.state.ledger().entries, business.notifier.deliveries());
    let history = history(&trade.record, &journal.calls(), &entries, &deliveries);
    html(StatusCode::OK, &TradePage::new(&trade, history))
}

async fn ledger(State(business): State<Arc<Business>>) -> Response {
    html(StatusCode::OK, &LedgerPage::new(&business.state.ledger()))
}

async fn notifications(State(business): State<Arc<Business>>) -> Response {
    html(StatusCode::OK, &NotificationsPage::new(&business.notifier.deliveries()))
}

async fn notification(
    State(business): State<Arc<Business>>,
    Path(notify_id): Path<String>,
) -> Response {
    let deliveries = business.notifier.deliveries();
    match deliveries.iter().rfind(|delivery| delivery.notify_id() == notify_id) {
        Some(delivery) => html(StatusCode::OK, &NotificationPage::new(delivery)),
        None => not_found(format!("notification {notify_id}; only the last ones are kept")),
    }
}

async fn operations(State(business): State<Arc<Business>>) -> Response {
    html(StatusCode::OK, &OperationsPage::new(&business.catalog))
}

async fn config(State((apps, base_url)): State<(Arc<Apps>, String)>) -> Response {
    html(StatusCode::OK, &ConfigPage::new(base_url, &apps.all()))
}

async fn scan(State(cashier): State<Arc<Cashier>>, Path(code): Path<String>) -> Response {
    cashier.scan(&code).map(Body::from)
}

async fn open(State(cashier): State<Arc<Cashier>>, Path(trade_no): Path<String>) -> Response {
    cashier.open(&trade_no).map(Body::from)
}

async fn style() -> Response {
    let content_type = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (content_type, include_str!("../../../templates/style.css")).into_response()
}

async fn icon() -> Response {
    let content_type = [(header::CONTENT_TYPE, "image/svg+xml")];
    (content_type, include_str!("../../../templates/favicon.svg")).into_response()
}

async fn missing(request: Request) -> Response {
    not_found(request.uri().path().to_owned())
}

fn not_found(what: String) -> Response {
    html(StatusCode::NOT_FOUND, &MissingPage { what })
}

fn html(status: StatusCode, page: &impl Template) -> Response {
    let content_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    match page.render() {
        Ok(text) => (status, content_type, text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

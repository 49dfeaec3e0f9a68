//! What each page is made of.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};

use super::view::{AppConfig, CallPage, CallsPage, ConfigPage, DeliveryRow, MissingPage, Row};
use crate::apps::Apps;
use crate::journal::Journal;
use crate::notify::Notifier;
use crate::parts::Parts;

/// The routes of the pages.
pub(in crate::site) fn router(parts: &Parts) -> Router {
    let (journal, notifier) = (parts.journal.clone(), parts.business.notifier.clone());
    Router::new()
        .route("/", get(calls).with_state((journal.clone(), notifier)))
        .route("/calls/{number}", get(call).with_state(journal))
        .route("/config", get(config).with_state((parts.apps.clone(), parts.base_url.clone())))
        .fallback(missing)
}

async fn calls(State((journal, notifier)): State<(Arc<Journal>, Arc<Notifier>)>) -> Response {
    let calls = journal.calls().iter().rev().map(Row::new).collect();
    let deliveries = notifier.deliveries().iter().rev().map(DeliveryRow::new).collect();
    html(StatusCode::OK, &CallsPage { counts: journal.counts(), calls, deliveries })
}

async fn call(State(journal): State<Arc<Journal>>, Path(number): Path<String>) -> Response {
    match number.parse().ok().and_then(|number| journal.call(number)) {
        Some(call) => html(StatusCode::OK, &CallPage::new(&call)),
        None => not_found(format!("the call {number}; only the last calls are there")),
    }
}

async fn config(State((apps, base_url)): State<(Arc<Apps>, String)>) -> Response {
    let apps = apps.all().iter().map(|app| AppConfig::new(app, &base_url)).collect();
    html(StatusCode::OK, &ConfigPage { base_url, apps })
}

async fn missing(request: axum::extract::Request) -> Response {
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

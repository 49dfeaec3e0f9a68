//! What each request of control does.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{delete, get, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::input::{Mistake, check_names, read, required_text};
use super::response::{Handled, done, ok};
use super::{buyer, fault_rule, message, report};
use crate::business::Business;
use crate::catalog::Catalog;
use crate::fault::Faults;
use crate::journal::Journal;
use crate::notify::{Notice, Notifier};
use crate::parts::Parts;
use crate::platform::Platform;
use crate::rejection::Rejection;

/// The routes of control.
pub(in crate::site) fn router(parts: &Parts) -> Router {
    let Parts { apps, business, faults, journal, .. } = parts;
    let (catalog, notifier) = (business.catalog.clone(), business.notifier.clone());
    Router::new()
        .route("/calls", get(calls).with_state(journal.clone()))
        .route("/fault", post(add_fault).with_state((catalog, faults.clone())))
        .route("/faults", delete(clear_faults).with_state(faults.clone()))
        .route("/rotate", post(rotate).with_state(apps.platform.clone()))
        .route("/script", post(script).with_state(business.clone()))
        .route("/notify", post(notify).with_state(notifier.clone()))
        .route("/notifications", get(notifications).with_state(notifier))
        .merge(buyer::router(parts))
        .merge(message::router(parts))
}

async fn calls(State(journal): State<Arc<Journal>>) -> Response {
    ok(&journal.calls().iter().map(report::call).collect())
}

async fn add_fault(
    State((catalog, faults)): State<(Arc<Catalog>, Arc<Faults>)>,
    body: Bytes,
) -> Handled {
    let rule = fault_rule::read(&read(&body)?)?;
    if let Some(operation) = &rule.operation {
        check_operation(&catalog, operation)?;
    }
    faults.add(rule);
    Ok(done())
}

async fn clear_faults(State(faults): State<Arc<Faults>>) -> Response {
    faults.clear();
    done()
}

async fn rotate(State(platform): State<Arc<Platform>>) -> Handled {
    let certificate = platform.rotate().map_err(|error| Mistake(error.to_string()))?;
    Ok(ok(&json!({ "certificate": certificate })))
}

async fn script(State(business): State<Arc<Business>>, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["operation", "response", "rejection"])?;
    let operation = required_text(&request, "operation")?;
    check_operation(&business.catalog, operation)?;
    let prepared = match (request.get("response"), request.get("rejection")) {
        (Some(response), None) => Ok(response.clone()),
        (None, Some(Value::Object(rejection))) => Err(read_rejection(rejection)?),
        _ => return Err(Mistake("pass either `response` or `rejection` (an object)".to_owned())),
    };
    business.script.add(operation, prepared);
    Ok(done())
}

fn read_rejection(rejection: &Map<String, Value>) -> Result<Rejection, Mistake> {
    check_names(rejection, &["status", "code", "message"])?;
    let code = required_text(rejection, "code")?;
    let message = rejection.get("message").and_then(Value::as_str).unwrap_or(code);
    let status = rejection.get("status").map_or(Some(400), Value::as_u64);
    match status.and_then(|status| u16::try_from(status).ok()) {
        Some(status @ 400..=599) => Ok(Rejection::new(status, code, message)),
        _ => Err(Mistake("`status` must be a number from 400 to 599".to_owned())),
    }
}

async fn notify(State(notifier): State<Arc<Notifier>>, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["url", "parameters"])?;
    let mut notice = Notice::new(required_text(&request, "url")?);
    let wrong = || Mistake("`parameters` must be an object of texts".to_owned());
    if let Some(parameters) = request.get("parameters") {
        for (name, value) in parameters.as_object().ok_or_else(wrong)? {
            notice = notice.parameter(name, value.as_str().ok_or_else(wrong)?);
        }
    }
    Ok(ok(&report::delivery(&notifier.send(&notice))))
}

async fn notifications(State(notifier): State<Arc<Notifier>>) -> Response {
    ok(&notifier.deliveries().iter().map(report::delivery).collect())
}

fn check_operation(catalog: &Catalog, id: &str) -> Result<(), Mistake> {
    if catalog.operation(id).is_some() {
        return Ok(());
    }
    Err(Mistake(format!(
        "`{id}` is not an operation of the documents: pass one such as `alipay.trade.pay`"
    )))
}

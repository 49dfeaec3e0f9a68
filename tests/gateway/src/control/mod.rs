//! What tests in other languages control over HTTP, below `/_gateway/`; answers are JSON.

mod fault;
mod report;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use bytes::Bytes;
use http::{StatusCode, header};
use serde_json::{Map, Value, json};

use crate::notify::Notice;
use crate::page::Context;
use crate::refusal::Refusal;

/// Below which path it is.
pub(crate) const PREFIX: &str = "/_gateway";

/// What cannot be done, as a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake(String);

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        answer(StatusCode::BAD_REQUEST, &json!({ "error": self.0 }))
    }
}

type Answer = Result<Response, Mistake>;

pub(crate) fn router() -> Router<Context> {
    Router::new()
        .route("/calls", get(calls))
        .route("/fault", post(add_fault))
        .route("/faults", delete(clear_faults))
        .route("/rotate-certificate", post(rotate_certificate))
        .route("/script", post(script))
        .route("/ledger", get(ledger))
        .route("/notify", post(notify))
        .route("/notifications", get(notifications))
}

async fn calls(State(context): State<Context>) -> Response {
    ok(&context.shared.journal.calls().iter().map(report::call).collect())
}

async fn add_fault(State(context): State<Context>, body: Bytes) -> Answer {
    let rule = fault::rule(&read(&body)?)?;
    if let Some(operation) = &rule.operation {
        check_operation(&context, operation)?;
    }
    context.shared.faults.add(rule);
    Ok(done())
}

async fn clear_faults(State(context): State<Context>) -> Response {
    context.shared.faults.clear();
    done()
}

async fn rotate_certificate(State(context): State<Context>) -> Answer {
    let certificate = context.shared.platform.rotate();
    let certificate = certificate.map_err(|error| Mistake(error.to_string()))?;
    Ok(ok(&json!({ "certificate": certificate })))
}

async fn script(State(context): State<Context>, body: Bytes) -> Answer {
    let request = read(&body)?;
    only(&request, &["operation", "answer", "refusal"])?;
    let operation = text(&request, "operation")?;
    check_operation(&context, operation)?;
    let prepared = match (request.get("answer"), request.get("refusal")) {
        (Some(answer), None) => Ok(answer.clone()),
        (None, Some(Value::Object(refusal))) => Err(read_refusal(refusal)?),
        _ => return Err(Mistake("either `answer` or `refusal` (an object)".to_owned())),
    };
    context.shared.script(operation, prepared);
    Ok(done())
}

fn read_refusal(refusal: &Map<String, Value>) -> Result<Refusal, Mistake> {
    only(refusal, &["status", "code", "message"])?;
    let code = text(refusal, "code")?;
    let message = refusal.get("message").and_then(Value::as_str).unwrap_or(code);
    let status = refusal.get("status").map_or(Some(400), Value::as_u64);
    match status.and_then(|status| u16::try_from(status).ok()) {
        Some(status @ 400..=599) => Ok(Refusal::new(status, code, message)),
        _ => Err(Mistake("`status` is a number from 400 to 599".to_owned())),
    }
}

async fn ledger(State(context): State<Context>) -> Response {
    let totals = context.shared.state.ledger().totals;
    ok(&json!({"totals": {
        "paid": totals.paid,
        "refunded": totals.refunded,
        "transferred": totals.transferred,
    }}))
}

async fn notify(State(context): State<Context>, body: Bytes) -> Answer {
    let request = read(&body)?;
    only(&request, &["url", "parameters"])?;
    let mut notice = Notice::new(text(&request, "url")?);
    let wrong = || Mistake("`parameters` is an object of texts".to_owned());
    if let Some(parameters) = request.get("parameters") {
        for (name, value) in parameters.as_object().ok_or_else(wrong)? {
            notice = notice.parameter(name, value.as_str().ok_or_else(wrong)?);
        }
    }
    Ok(ok(&report::delivery(&context.shared.notifier.send(&notice))))
}

async fn notifications(State(context): State<Context>) -> Response {
    ok(&context.shared.notifier.deliveries().iter().map(report::delivery).collect())
}

/// An object of JSON.
fn read(body: &[u8]) -> Result<Map<String, Value>, Mistake> {
    serde_json::from_slice(body).map_err(|error| Mistake(format!("an object of JSON: {error}")))
}

/// A misspelt name shall not go unnoticed.
fn only(object: &Map<String, Value>, names: &[&str]) -> Result<(), Mistake> {
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Mistake(format!("`{name}` is none of {}", names.join(", ")))),
    }
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str, Mistake> {
    let text = object.get(name).and_then(Value::as_str);
    text.ok_or_else(|| Mistake(format!("`{name}` is needed, as text")))
}

fn check_operation(context: &Context, id: &str) -> Result<(), Mistake> {
    if context.shared.catalog.operation(id).is_some() {
        return Ok(());
    }
    Err(Mistake(format!("`{id}` is no operation of the documents; one is `alipay.trade.pay`")))
}

fn done() -> Response {
    ok(&json!({}))
}

fn ok(content: &Value) -> Response {
    answer(StatusCode::OK, content)
}

fn answer(status: StatusCode, content: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{content}\n")).into_response()
}

//! What was sent, and what came back, written down at once: it outlives the process.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use alipay_sdk::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};
use anyhow::{Context, Result};
use http::StatusCode;
use serde_json::Value;

use crate::death::Death;

pub(crate) const FILE: &str = "calls.log";

/// What is written before a call.
pub(crate) const SENT: &str = "sent";
/// What is written after it: the platform said what it did.
pub(crate) const RESPONDED: &str = "responded";
/// Nothing was done.
pub(crate) const HARMLESS: &str = "harmless";
/// The platform asks for the same again, whatever it has done.
pub(crate) const AGAIN: &str = "again";
/// Nobody knows.
pub(crate) const UNKNOWN: &str = "unknown";

/// The largest rejection.
const LARGEST: usize = 1 << 28;

/// A transport that writes down what it sends, and at which the process may die.
pub(crate) struct Recorder<T> {
    pub(crate) inner: T,
    pub(crate) file: Arc<File>,
    pub(crate) death: Death,
}

pub(crate) fn open(folder: &Path) -> Result<File> {
    let path = folder.join(FILE);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    file.with_context(|| format!("{}", path.display()))
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let call = format!("{} {}", operation(&request), number(&request));
        Box::pin(async move {
            self.write(&format!("{call} {SENT}"));
            self.death.may_come();
            let response = self.inner.send(request).await;
            self.death.may_come();
            let (known, response) = judge(response).await;
            self.write(&format!("{call} {known}"));
            response
        })
    }
}

type Outcome = Result<http::Response<Body>, TransportError>;

/// What a response says of the platform's side, and the response.
async fn judge(response: Outcome) -> (&'static str, Outcome) {
    let status = match &response {
        Ok(response) => response.status(),
        Err(error) if error.kind() == TransportErrorKind::NotSent => return (HARMLESS, response),
        Err(_) => return (UNKNOWN, response),
    };
    match (response, status) {
        (response, StatusCode::TOO_MANY_REQUESTS) => (HARMLESS, response),
        (response, StatusCode::ACCEPTED) => (AGAIN, response),
        (Ok(response), StatusCode::BAD_REQUEST) => rejected(response).await,
        (response, status) if status.is_success() => (RESPONDED, response),
        (response, _) => (UNKNOWN, response),
    }
}

/// A rejection of the business is a response; the platform's own failures have the same status.
async fn rejected(response: http::Response<Body>) -> (&'static str, Outcome) {
    let (head, body) = response.into_parts();
    let body = match body.read(LARGEST).await {
        Ok(body) => body,
        Err(error) => {
            return (UNKNOWN, Err(TransportError::new(TransportErrorKind::Interrupted, error)));
        }
    };
    let json: Value = serde_json::from_slice(&body).unwrap_or_default();
    let known = match json["code"].as_str() {
        Some(code) if !code.contains("SYSTEM_ERROR") => RESPONDED,
        _ => UNKNOWN,
    };
    (known, Ok(http::Response::from_parts(head, Body::from(body))))
}

impl<T> Recorder<T> {
    /// A line, in one piece: whatever happens next, it stands.
    fn write(&self, line: &str) {
        if let Err(error) = (&*self.file).write_all(format!("{line}\n").as_bytes()) {
            eprintln!("{FILE}: {error}");
            std::process::exit(1);
        }
    }
}

/// The last two words of the path, such as `trade/pay`.
fn operation(request: &http::Request<Body>) -> String {
    let words: Vec<_> = request.uri().path().rsplit('/').take(2).collect();
    words.into_iter().rev().collect::<Vec<_>>().join("/")
}

/// The business number, the most exact one first.
fn number(request: &http::Request<Body>) -> String {
    const NAMES: [&str; 3] = ["out_request_no", "out_biz_no", "out_trade_no"];
    let body = request.body().as_bytes().map(|bytes| serde_json::from_slice(bytes));
    let body: Value = body.and_then(Result::ok).unwrap_or_default();
    let query = request.uri().query().unwrap_or_default();
    let in_query = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    };
    let found = NAMES.iter().find_map(|name| match &body[*name] {
        Value::String(text) => Some(text.clone()),
        _ => in_query(name),
    });
    found.unwrap_or_default()
}

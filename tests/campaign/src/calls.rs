//! Requests and responses, written down at once: they outlive the process.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use alipay_sdk::{Body, Timeout, Transport, TransportError, TransportErrorKind, TransportFuture};
use anyhow::{Context, Result};
use http::header::CONNECTION;
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use crate::chance::Chance;
use crate::death::Death;
use crate::meddler::{Answer, Meddler, Proxy};
use crate::world::World;

pub(crate) const FILE: &str = "calls.log";

/// The line that is written before a call.
pub(crate) const SENT: &str = "sent";
/// The line that is written after it: the platform said what it did.
pub(crate) const RESPONDED: &str = "responded";
/// Nothing was done.
pub(crate) const HARMLESS: &str = "harmless";
/// The platform asks for the same again, whatever it has done.
pub(crate) const AGAIN: &str = "again";
/// Nobody knows.
pub(crate) const UNKNOWN: &str = "unknown";

/// How long a call may take in the time of this machine.
const REAL: Duration = Duration::from_secs(60);

/// The largest response.
const LARGEST: usize = 1 << 28;

/// A transport that writes down what it sends, with all that may happen on the way.
pub(crate) struct Recorder<T> {
    pub(crate) inner: T,
    pub(crate) line: Line,
}

/// The way of a worker to the platform.
pub(crate) struct Line {
    pub(crate) worker: &'static str,
    pub(crate) file: File,
    pub(crate) world: World,
    pub(crate) chance: Chance,
    pub(crate) meddler: Meddler,
    pub(crate) death: Death,
}

pub(crate) fn open(folder: &Path) -> Result<File> {
    let path = folder.join(FILE);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    file.with_context(|| format!("{}", path.display()))
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let (operation, number) = (operation(&request), number(&request));
        let Line { world, chance, .. } = &self.line;
        Box::pin(async move {
            world.wait(chance.delay(100, 1..15)).await;
            let turn = world.turn().await;
            self.line.write(&operation, &number, SENT, "");
            self.line.death.may_come();
            let (known, response) = self.pass_on(request, &operation, &number).await;
            self.line.write(&operation, &number, known, &handed_over(&response));
            drop(turn);
            world.wait(chance.delay(100, 1..15)).await;
            response.map(Answer::into_response)
        })
    }
}

type Outcome = Result<Answer, TransportError>;

impl<T: Transport> Recorder<T> {
    /// What comes back, and what that says of the platform's side.
    async fn pass_on(
        &self,
        mut request: http::Request<Body>,
        operation: &str,
        number: &str,
    ) -> (&'static str, Outcome) {
        let Line { meddler, death, .. } = &self.line;
        let proxy = meddler.proxy();
        if let Some(Proxy::Before(page)) = proxy {
            return (UNKNOWN, Ok(page));
        }
        // The time of a call is that of this world, and not of a machine that may be slow.
        request.extensions_mut().insert(Timeout(REAL));
        // A connection each: whether one that broke is noticed before the next call is up to
        // chance.
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        let outcome = read(self.inner.send(request).await).await;
        death.may_come();
        if let Some(Proxy::After(page)) = proxy {
            return (UNKNOWN, Ok(page));
        }
        let own = outcome.as_ref().ok();
        let mixed_up = own.and_then(|own| meddler.mix_up(operation, number, own));
        match mixed_up {
            // A success of another number shows that; a rejection names none.
            Some(other) if other.parts.status.is_success() => (UNKNOWN, Ok(other)),
            Some(other) => (judge(&Ok(other.clone())), Ok(other)),
            None => (judge(&outcome), outcome),
        }
    }
}

/// Reads a response to its end.
async fn read(response: Result<http::Response<Body>, TransportError>) -> Outcome {
    let (parts, body) = response?.into_parts();
    match body.read(LARGEST).await {
        Ok(body) => Ok(Answer { parts, body: body.to_vec() }),
        Err(error) => Err(TransportError::new(TransportErrorKind::Interrupted, error)),
    }
}

/// What a response says of the platform's side. What nobody signed says nothing.
fn judge(outcome: &Outcome) -> &'static str {
    let answer = match outcome {
        Ok(answer) if answer.is_signed() => answer,
        Err(error) if error.kind() == TransportErrorKind::NotSent => return HARMLESS,
        _ => return UNKNOWN,
    };
    match answer.parts.status {
        StatusCode::TOO_MANY_REQUESTS => HARMLESS,
        StatusCode::ACCEPTED => AGAIN,
        StatusCode::BAD_REQUEST if is_rejected(&answer.body) => RESPONDED,
        status if status.is_success() => RESPONDED,
        _ => UNKNOWN,
    }
}

/// A rejection of the business is a response, also when a text beside its code cannot be decoded;
/// the platform's own failures have the same status.
fn is_rejected(body: &[u8]) -> bool {
    let json: Value = serde_json::from_str(&String::from_utf8_lossy(body)).unwrap_or_default();
    json["code"].as_str().is_some_and(|code| !code.contains("SYSTEM_ERROR"))
}

/// What the worker gets, in short.
fn handed_over(outcome: &Outcome) -> String {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(error) => return format!("{:?}", error.kind()),
    };
    let start = String::from_utf8_lossy(answer.body.get(..80).unwrap_or(&answer.body)).into_owned();
    let signed = if answer.is_signed() { "signed" } else { "unsigned" };
    format!("{} {signed} {}", answer.parts.status.as_u16(), start.replace(['\n', '\r'], " "))
}

impl Line {
    /// A line, in one piece: whatever happens next, it stands. Who, when, and what the worker got
    /// are for people.
    fn write(&self, operation: &str, number: &str, what: &str, got: &str) {
        let (worker, now) = (self.worker, self.world.now().as_secs());
        let line = format!("{operation} {number} {what} {worker} {now} {got}\n");
        if let Err(error) = (&self.file).write_all(line.as_bytes()) {
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

//! Connections, and the way of one request through the gateway.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use alipay_codegen::ir;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::Value;
use socket2::{SockRef, Socket};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Sleep;

use crate::answer::{self, Content, fake};
use crate::check::{Checked, Checker, Notes, Received, header};
use crate::fault::Fault;
use crate::gateway::Shared;
use crate::journal::{Call, Verdict};
use crate::page::Site;
use crate::refusal::Refusal;
use crate::{top, v2};

/// The largest request, in bytes.
const LARGEST: usize = 64 << 20;

/// A connection is to be reset instead of answered.
#[derive(Debug, thiserror::Error)]
#[error("the connection is reset")]
struct Reset;

/// Serves until the task is aborted; then all connections are closed, too.
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>, site: Site) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let (shared, site) = (shared.clone(), site.clone());
                    connections.spawn(connection(stream, peer, shared, site));
                }
                // Out of file descriptors, perhaps: others may be closed meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, shared: Arc<Shared>, site: Site) {
    let _ = stream.set_nodelay(true);
    // A second handle, to reset the connection while the first is hyper's.
    let handle = SockRef::from(&stream).try_clone().ok();
    let service = service_fn(|request| {
        let (shared, site) = (shared.clone(), site.clone());
        async move { handle_request(&shared, &site, peer, request).await }
    });
    let mut server = http1::Builder::new();
    let served = server.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    if served.await.is_err() {
        reset(handle.as_ref());
    }
}

/// Without lingering, a connection that is closed is reset.
fn reset(socket: Option<&Socket>) {
    if let Some(socket) = socket {
        let _ = socket.set_linger(Some(Duration::ZERO));
    }
}

async fn handle_request(
    shared: &Shared,
    site: &Site,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Paced>, Reset> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Reset)?.to_bytes();
    if Site::serves(parts.uri.path()) {
        let answer = site.answer(Request::from_parts(parts, body), peer).await;
        return Ok(answer.map(|body| Paced::new(body, Duration::ZERO, false)));
    }
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let received =
        Received { method: parts.method.to_string(), target, headers: parts.headers, body };
    let path = received.target.split('?').next().unwrap_or_default();
    let (answer, fault) = match path {
        v2::PATH => v2::answer(shared, received).await,
        v2::PAY_PATH => (v2::pay(shared, received).await, None),
        top::PATH => top::answer(shared, received).await,
        _ => return process(shared, received).await,
    };
    on_the_wire(answer, fault.as_ref()).await
}

/// One request: check, answer, and whatever is to go wrong.
async fn process(shared: &Shared, request: Received) -> Result<Response<Paced>, Reset> {
    let at = SystemTime::now();
    let mut notes = Notes::default();
    let checker = Checker {
        catalog: &shared.catalog,
        window: &shared.window,
        root_serial: &shared.platform.root_serial,
        app: &|id| shared.app(id),
        keys: &|| shared.keys(),
    };
    let checked = checker.check(&request, &mut notes).await;
    let fault = notes.operation.as_deref().and_then(|id| shared.faults.next(id));
    let result = match (&checked, &fault) {
        (Err(refusal), _) => Err(Some(refusal.clone())),
        (Ok(_), Some(fault)) if !fault.lets_through() => Err(None),
        (Ok(checked), Some(Fault::Duplicate)) => {
            let _ = business(shared, checked);
            business(shared, checked).map_err(Some)
        }
        (Ok(checked), _) => business(shared, checked).map_err(Some),
    };
    shared.tell_payments();
    let trace_id = format!("{:032x}", u128::from_be_bytes(answer::random()));
    let (answer, shown, verdict) = match result {
        Ok(content) => {
            let shown = match &content {
                Content::Json(json) => json.to_string(),
                Content::Events(events) => Value::from(events.clone()).to_string(),
                Content::Bytes(bytes) => format!("{} bytes", bytes.len()),
                Content::Nothing => String::new(),
            };
            let answer = answer::success(&shared.platform, &notes, &trace_id, content);
            (answer, shown, Verdict::Accepted)
        }
        Err(Some(refusal)) => {
            let answer = answer::refusal(&shared.platform, &notes, &trace_id, &refusal);
            (answer, refusal.body().to_string(), Verdict::Refused(refusal))
        }
        Err(None) => (Response::new(Vec::new()), String::new(), Verdict::NotProcessed),
    };
    let answer = misbehave(shared, &notes, &trace_id, answer, fault.as_ref()).await;
    shared.journal.add(Call {
        number: 0,
        at,
        trace_id,
        request_id: header(&request.headers, "alipay-request-id"),
        app_id: notes.app.as_ref().map(|(id, _)| id.clone()),
        operation: notes.operation,
        method: request.method,
        target: request.target,
        signed_text: notes.signed_text,
        plain_body: notes.plain_body,
        diagnosis: notes.diagnosis,
        files: notes.files,
        verdict,
        status: answer.as_ref().map_or(0, |answer| answer.status().as_u16()),
        answer: shown,
        fault,
    });
    answer
}

/// What is answered to a request that passed: as scripted, from the state, or made up.
fn business(shared: &Shared, checked: &Checked) -> Result<Content, Refusal> {
    let id = &checked.operation.id;
    let answer = shared.scripted(id).or_else(|| shared.state.answer(checked));
    match answer {
        Some(answer) => answer.map(|json| match &checked.operation.response {
            ir::Response::Events(_) => Content::Events(vec![json]),
            _ => Content::Json(json),
        }),
        None => Ok(fake::answer(&shared.catalog, &checked.operation)),
    }
}

/// The answer as the fault has it.
async fn misbehave(
    shared: &Shared,
    notes: &Notes,
    trace_id: &str,
    mut answer: Response<Vec<u8>>,
    fault: Option<&Fault>,
) -> Result<Response<Paced>, Reset> {
    match fault {
        Some(Fault::WrongSignature) => {
            let signature = shared.platform.sign(b"another text").map(|(signature, _)| signature);
            answer::put(&mut answer, "alipay-signature", &signature.unwrap_or_default());
        }
        Some(Fault::MissingSignature) => drop(answer.headers_mut().remove("alipay-signature")),
        Some(Fault::UnknownSerial) => {
            answer::put(&mut answer, "alipay-sn", "00000000000000000000000000000000");
        }
        Some(Fault::TooManyRequests) => {
            let refusal = Refusal::new(429, "app-call-limited", "应用调用次数超限");
            answer = answer::refusal(&shared.platform, notes, trace_id, &refusal);
            answer::put(&mut answer, "retry-after", "1");
        }
        Some(Fault::SystemError) => {
            let refusal = Refusal::new(500, "unknow-error", "服务暂不可用");
            answer = answer::refusal(&shared.platform, notes, trace_id, &refusal);
        }
        Some(Fault::Accepted) => {
            let content = Content::Json(serde_json::json!({}));
            answer = answer::success(&shared.platform, notes, trace_id, content);
            *answer.status_mut() = http::StatusCode::ACCEPTED;
        }
        Some(Fault::NotUtf8) => {
            answer = answer::resigned(&shared.platform, notes, answer, not_utf8);
        }
        Some(Fault::HugeBody(size)) => {
            answer = answer::resigned(&shared.platform, notes, answer, |body| huge(body, *size));
        }
        _ => {}
    }
    on_the_wire(answer, fault).await
}

/// What goes wrong with an answer on its way, whatever it says.
async fn on_the_wire(
    mut answer: Response<Vec<u8>>,
    fault: Option<&Fault>,
) -> Result<Response<Paced>, Reset> {
    let mut pause = Duration::ZERO;
    match fault {
        Some(Fault::Latency(time)) => tokio::time::sleep(*time).await,
        Some(Fault::ResetBefore | Fault::ResetAfter) => return Err(Reset),
        Some(Fault::BadGateway) => {
            answer = Response::new(b"<html><h1>502 Bad Gateway</h1></html>".to_vec());
            *answer.status_mut() = http::StatusCode::BAD_GATEWAY;
            answer::put(&mut answer, "content-type", "text/html");
        }
        Some(Fault::EmptyBody) => answer.body_mut().clear(),
        Some(Fault::SlowDrip(time)) => pause = *time,
        _ => {}
    }
    let breaks_off = fault == Some(&Fault::Truncated);
    Ok(answer.map(|body| Paced::new(body, pause, breaks_off)))
}

/// Puts what is no UTF-8 behind the first byte of a body.
pub(crate) fn not_utf8(body: &mut Vec<u8>) {
    let start = body.len().min(1);
    body.splice(start..start, *b"\"\xff\xfe\":1,");
}

/// Puts white space behind a body.
pub(crate) fn huge(body: &mut Vec<u8>, size: usize) {
    body.resize(body.len() + size, b' ');
}

/// A body that is sent as a whole, in pieces with pauses, or not to its end.
struct Paced {
    rest: Bytes,
    pause: Duration,
    breaks_off: bool,
    sleep: Option<Pin<Box<Sleep>>>,
    size: u64,
}

impl Paced {
    fn new(body: Vec<u8>, pause: Duration, breaks_off: bool) -> Self {
        let mut rest = Bytes::from(body);
        let size = rest.len() as u64;
        if breaks_off {
            rest.truncate(rest.len() / 2);
        }
        Self { rest, pause, breaks_off, sleep: None, size }
    }
}

impl http_body::Body for Paced {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        at: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(at));
            self.sleep = None;
        }
        if self.rest.is_empty() {
            return Poll::Ready(self.breaks_off.then_some(Err(Reset)));
        }
        let pieces = !self.pause.is_zero();
        let length = if pieces { self.rest.len().min(16) } else { self.rest.len() };
        let piece = self.rest.split_to(length);
        if pieces {
            self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.size)
    }
}

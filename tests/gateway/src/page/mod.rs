//! The pages for people, at the address of the gateway: plain HTML, no scripts. What programs may
//! control is in `control`, on the same router.

mod difference;
mod guard;
mod view;

use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::control;
use crate::gateway::Shared;
use guard::Origin;
use view::{AppConfig, CallPage, CallsPage, ConfigPage, DeliveryRow, MissingPage, Row};

/// No scripts, no frames, nothing from elsewhere: what calls carry must not come alive.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Pages and control.
#[derive(Clone)]
pub(crate) struct Site {
    router: Router,
    allow_remote: bool,
}

/// What the handlers see.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) shared: Arc<Shared>,
    pub(crate) base_url: String,
}

impl Site {
    pub(crate) fn new(shared: Arc<Shared>, base_url: String, allow_remote: bool) -> Self {
        let router = Router::new()
            .route("/", get(calls))
            .route("/calls/{number}", get(call))
            .route("/config", get(config))
            .nest(control::PREFIX, control::router())
            .fallback(missing)
            .with_state(Context { shared, base_url });
        Self { router, allow_remote }
    }

    /// Whether a path is one of the pages; everything else is the protocol's.
    pub(crate) fn serves(path: &str) -> bool {
        let below =
            |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        path == "/" || path == "/config" || below("/calls") || below(control::PREFIX)
    }

    /// The answer to a request.
    pub(crate) async fn answer(
        &self,
        request: Request<Bytes>,
        peer: SocketAddr,
    ) -> Response<Vec<u8>> {
        let origin = Origin { peer, headers: request.headers() };
        let allowed = if request.uri().path().starts_with(control::PREFIX) {
            origin.is_local()
        } else {
            self.allow_remote || origin.names_loopback()
        };
        if !allowed {
            return refused();
        }
        let Ok(answer) = self.router.clone().oneshot(request.map(Body::from)).await;
        let (mut parts, body) = answer.into_parts();
        for (name, value) in [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
        ] {
            parts.headers.insert(name, http::HeaderValue::from_static(value));
        }
        // hyper counts what is sent.
        parts.headers.remove(header::CONTENT_LENGTH);
        let body = body.collect().await.map(|body| body.to_bytes().to_vec());
        Response::from_parts(parts, body.unwrap_or_default())
    }
}

/// A request that is not from this machine.
fn refused() -> Response<Vec<u8>> {
    let mut answer = Response::new(
        b"only for this machine: use http://localhost or http://127.0.0.1\n".to_vec(),
    );
    *answer.status_mut() = StatusCode::FORBIDDEN;
    answer
}

async fn calls(State(context): State<Context>) -> Response {
    let Context { shared, .. } = context;
    let calls = shared.journal.calls().iter().rev().map(Row::new).collect();
    let deliveries = shared.notifier.deliveries().iter().rev().map(DeliveryRow::new).collect();
    html(StatusCode::OK, &CallsPage { counts: shared.journal.counts(), calls, deliveries })
}

async fn call(State(context): State<Context>, Path(number): Path<String>) -> Response {
    let call = number.parse().ok().and_then(|number| context.shared.journal.call(number));
    match call {
        Some(call) => html(StatusCode::OK, &CallPage::new(&call)),
        None => not_found(format!("the call {number}; only the last calls are kept")),
    }
}

async fn config(State(context): State<Context>) -> Response {
    let Context { shared, base_url } = context;
    let apps = shared.described().iter().map(|app| AppConfig::new(app, &base_url)).collect();
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

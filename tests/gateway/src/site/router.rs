//! Which of the paths beside the protocols leads where, and who may go there.

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{control, pages};
use crate::guard::Origin;
use crate::header::protect;
use crate::parts::Parts;

/// Below which path programs control the gateway.
const CONTROL: &str = "_gateway";

/// No scripts, no frames, nothing from elsewhere: what calls carry must not come alive.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The first parts of the paths of pages.
const PAGES: [&str; 12] = [
    "",
    "calls",
    "cashier",
    "config",
    "favicon.ico",
    "favicon.svg",
    "ledger",
    "notifications",
    "operations",
    "qr",
    "style.css",
    "trades",
];

/// Who opens these acts as a buyer.
const OF_BUYERS: [&str; 2] = ["cashier", "qr"];

/// Pages and control.
#[derive(Clone)]
pub(crate) struct Site {
    router: Router,
    allow_remote: bool,
}

impl Site {
    pub(crate) fn new(parts: &Parts, allow_remote: bool) -> Self {
        let router = pages::router(parts).nest(&format!("/{CONTROL}"), control::router(parts));
        Self { router, allow_remote }
    }

    /// Whether a path is one of these; everything else is the protocol's.
    pub(crate) fn serves(path: &str) -> bool {
        let first = first(path);
        PAGES.contains(&first) || first == CONTROL
    }

    /// Whether a request to a path of these may have a response.
    pub(crate) fn admits(&self, path: &str, origin: &Origin<'_>) -> bool {
        match first(path) {
            CONTROL => origin.is_local(),
            page if OF_BUYERS.contains(&page) => self.allow_remote || origin.is_local(),
            _ => self.allow_remote || origin.names_loopback(),
        }
    }

    /// The response to a request.
    pub(crate) async fn respond(&self, request: Request<Bytes>) -> Response<Vec<u8>> {
        let Ok(response) = self.router.clone().oneshot(request.map(Body::from)).await;
        let (mut parts, body) = response.into_parts();
        // The pages of buyers have their own policy: a shop may frame them.
        if !parts.headers.contains_key(header::CONTENT_SECURITY_POLICY) {
            protect(&mut parts.headers, POLICY);
        }
        // hyper counts what is sent.
        parts.headers.remove(header::CONTENT_LENGTH);
        let body = body.collect().await.map(|body| body.to_bytes().to_vec());
        Response::from_parts(parts, body.unwrap_or_default())
    }
}

/// The first part of a path.
fn first(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

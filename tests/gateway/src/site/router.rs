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
const CONTROL: &str = "/_gateway";

/// No scripts, no frames, nothing from elsewhere: what calls carry must not come alive.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Pages and control.
#[derive(Clone)]
pub(crate) struct Site {
    router: Router,
    allow_remote: bool,
}

impl Site {
    pub(crate) fn new(parts: &Parts, allow_remote: bool) -> Self {
        let router = pages::router(parts).nest(CONTROL, control::router(parts));
        Self { router, allow_remote }
    }

    /// Whether a path is one of these; everything else is the protocol's.
    pub(crate) fn serves(path: &str) -> bool {
        let below =
            |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        path == "/" || path == "/config" || below("/calls") || below(CONTROL)
    }

    /// Whether a request to a path of these may have a response.
    pub(crate) fn admits(&self, path: &str, origin: &Origin<'_>) -> bool {
        if path.starts_with(CONTROL) {
            origin.is_local()
        } else {
            self.allow_remote || origin.names_loopback()
        }
    }

    /// The response to a request.
    pub(crate) async fn respond(&self, request: Request<Bytes>) -> Response<Vec<u8>> {
        let Ok(response) = self.router.clone().oneshot(request.map(Body::from)).await;
        let (mut parts, body) = response.into_parts();
        protect(&mut parts.headers, POLICY);
        // hyper counts what is sent.
        parts.headers.remove(header::CONTENT_LENGTH);
        let body = body.collect().await.map(|body| body.to_bytes().to_vec());
        Response::from_parts(parts, body.unwrap_or_default())
    }
}

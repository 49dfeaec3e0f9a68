//! Which of the paths beside the protocols leads where, and who may go there.

use http::{Response, header};

use super::route::Request;
use super::{buyers, control, pages};
use crate::guard::Origin;
use crate::header::protect;
use crate::parts::Parts;
use crate::request::Received;

/// No scripts, no frames, nothing from elsewhere: what calls carry must not come alive.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The first parts of the paths of pages.
const PAGES: [&str; 10] = [
    "",
    "calls",
    "config",
    "favicon.ico",
    "favicon.svg",
    "ledger",
    "notifications",
    "operations",
    "style.css",
    "trades",
];

/// Pages and control.
pub(crate) struct Site {
    parts: Parts,
    allow_remote: bool,
}

impl Site {
    pub(crate) fn new(parts: Parts, allow_remote: bool) -> Self {
        Self { parts, allow_remote }
    }

    /// Whether a path is one of these; everything else is the protocol's.
    pub(crate) fn serves(path: &str) -> bool {
        let first = first(path);
        PAGES.contains(&first) || buyers::PATHS.contains(&first) || first == control::PATH
    }

    /// Whether a request to a path of these may have a response.
    pub(crate) fn admits(&self, path: &str, origin: &Origin<'_>) -> bool {
        match first(path) {
            control::PATH => origin.is_local(),
            page if buyers::PATHS.contains(&page) => self.allow_remote || origin.is_local(),
            _ => self.allow_remote || origin.names_loopback(),
        }
    }

    /// The response to a request to this path.
    pub(crate) fn respond(&self, path: &str, received: &Received) -> Response<Vec<u8>> {
        let query = received.target.split_once('?').map_or("", |(_, query)| query);
        let (parts, method, body) = (&self.parts, &*received.method, &*received.body);
        let request = Request { parts, method, path, query, body };
        let mut response = match first(path) {
            control::PATH => control::respond(request),
            page if buyers::PATHS.contains(&page) => buyers::respond(request),
            _ => pages::respond(request),
        };
        // The pages of buyers have their own policy: a shop may frame them.
        if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
            protect(response.headers_mut(), POLICY);
        }
        response
    }
}

/// The first part of a path.
fn first(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

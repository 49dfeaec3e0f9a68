//! The paths of the pages.

use http::Response;

use super::handlers;
use crate::site::route::{Input, Route, page};

const ROUTES: [Route<Response<Vec<u8>>>; 12] = [
    ("GET", "/", handlers::calls),
    ("GET", "/calls/*", handlers::call),
    ("GET", "/config", handlers::config),
    ("GET", "/favicon.ico", handlers::icon),
    ("GET", "/favicon.svg", handlers::icon),
    ("GET", "/ledger", handlers::ledger),
    ("GET", "/notifications", handlers::notifications),
    ("GET", "/notifications/*", handlers::notification),
    ("GET", "/operations", handlers::operations),
    ("GET", "/style.css", handlers::style),
    ("GET", "/trades", handlers::trades),
    ("GET", "/trades/*", handlers::trade),
];

/// The page at a path.
pub(in crate::site) fn respond(method: &str, path: &str, input: Input<'_>) -> Response<Vec<u8>> {
    page(&ROUTES, method, path, input).unwrap_or_else(|| handlers::missing(path))
}

//! The paths of the pages.

use http::Response;

use super::handlers;
use crate::site::route::{Missing, Request, Route, dispatch, not_allowed};

const ROUTES: &[Route<Response<Vec<u8>>>] = &[
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
pub(in crate::site) fn respond(request: Request<'_>) -> Response<Vec<u8>> {
    match dispatch(ROUTES, request) {
        Ok(response) => response,
        Err(Missing::Path) => handlers::not_found(request.path.to_owned()),
        Err(Missing::Method(methods)) => not_allowed(methods),
    }
}

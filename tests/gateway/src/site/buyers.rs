//! The paths that a buyer's phone or browser opens.

use http::Response;

use super::pages;
use super::route::{Missing, Request, Route, dispatch, not_allowed};

/// The first parts of these paths. A visitor acts as a buyer.
pub(super) const PATHS: [&str; 2] = ["cashier", "qr"];

const ROUTES: &[Route<Response<Vec<u8>>>] = &[
    ("GET", "/cashier/*", |input| input.parts.cashier.open(&input.name)),
    ("GET", "/qr/*", |input| input.parts.cashier.scan(&input.name)),
];

/// The page at a path.
pub(super) fn respond(request: Request<'_>) -> Response<Vec<u8>> {
    match dispatch(ROUTES, request) {
        Ok(response) => response,
        Err(Missing::Path) => pages::respond(request),
        Err(Missing::Method(methods)) => not_allowed(methods),
    }
}

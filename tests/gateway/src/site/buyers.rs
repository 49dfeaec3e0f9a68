//! The paths that a buyer's phone or browser opens.

use http::Response;

use super::route::{Input, Route, page, response};

/// Their first parts. Who opens these acts as a buyer.
pub(super) const PATHS: [&str; 2] = ["cashier", "qr"];

const ROUTES: [Route<Response<Vec<u8>>>; 2] = [
    ("GET", "/cashier/*", |input| input.parts.cashier.open(&input.name)),
    ("GET", "/qr/*", |input| input.parts.cashier.scan(&input.name)),
];

/// The page at a path.
pub(super) fn respond(method: &str, path: &str, input: Input<'_>) -> Response<Vec<u8>> {
    page(&ROUTES, method, path, input)
        .unwrap_or_else(|| response(404, "text/plain", "There is no such page.\n"))
}

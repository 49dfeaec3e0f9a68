//! The paths of control.

use http::{Response, StatusCode};

use super::input::Mistake;
use super::response::{Handled, mistake, ok};
use super::{buyer, handlers, message};
use crate::header;
use crate::site::route::{Missing, Request, Route, dispatch};

/// Below which path programs control the gateway.
pub(in crate::site) const PATH: &str = "_gateway";

const ROUTES: &[Route<Handled>] = &[
    ("POST", "/advance", buyer::advance),
    ("POST", "/buyer_pays", buyer::buyer_pays),
    ("POST", "/buyer_scans", buyer::buyer_scans),
    ("GET", "/calls", handlers::calls),
    ("POST", "/disconnect_messages", message::disconnect),
    ("POST", "/expire_message_tokens", message::expire),
    ("POST", "/fault", handlers::add_fault),
    ("DELETE", "/faults", handlers::clear_faults),
    ("POST", "/issue_app_code", buyer::issue_app_code),
    ("POST", "/issue_user_code", buyer::issue_user_code),
    ("GET", "/ledger", buyer::ledger),
    ("POST", "/message", message::send),
    ("GET", "/messages", message::messages),
    ("GET", "/notifications", handlers::notifications),
    ("POST", "/notify", handlers::notify),
    ("POST", "/phone_number", buyer::phone_number),
    ("GET", "/produced_messages", message::produced),
    ("POST", "/rotate", handlers::rotate),
    ("POST", "/script", handlers::script),
    ("POST", "/set_balance", buyer::set_balance),
    ("GET", "/trades", buyer::trades),
    ("GET", "/uploads", buyer::uploads),
];

/// The response to a request of control.
pub(in crate::site) fn respond(request: Request<'_>) -> Response<Vec<u8>> {
    let path = request.path.trim_start_matches('/');
    let below = path.strip_prefix(PATH).unwrap_or(path);
    match dispatch(ROUTES, Request { path: below, ..request }) {
        Ok(Ok(content)) => ok(&content),
        Ok(Err(wrong)) => mistake(StatusCode::BAD_REQUEST, &wrong),
        Err(Missing::Path) => {
            let wrong = Mistake(format!("`/{path}` is no path of control"));
            mistake(StatusCode::NOT_FOUND, &wrong)
        }
        Err(Missing::Method(methods)) => {
            let wrong = Mistake(format!("`/{path}` takes {methods}, not {}", request.method));
            let mut response = mistake(StatusCode::METHOD_NOT_ALLOWED, &wrong);
            header::set(&mut response, "allow", methods);
            response
        }
    }
}

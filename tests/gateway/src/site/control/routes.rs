//! The paths of control.

use http::Response;

use super::input::Mistake;
use super::response::{Handled, mistake, ok};
use super::{buyer, handlers, message};
use crate::header;
use crate::site::route::{Input, Missing, Route, find};

const ROUTES: [Route<Handled>; 22] = [
    ("POST", "/_gateway/advance", buyer::advance),
    ("POST", "/_gateway/buyer_pays", buyer::buyer_pays),
    ("POST", "/_gateway/buyer_scans", buyer::buyer_scans),
    ("GET", "/_gateway/calls", handlers::calls),
    ("POST", "/_gateway/disconnect_messages", message::disconnect),
    ("POST", "/_gateway/expire_message_tokens", message::expire),
    ("POST", "/_gateway/fault", handlers::add_fault),
    ("DELETE", "/_gateway/faults", handlers::clear_faults),
    ("POST", "/_gateway/issue_app_code", buyer::issue_app_code),
    ("POST", "/_gateway/issue_user_code", buyer::issue_user_code),
    ("GET", "/_gateway/ledger", buyer::ledger),
    ("POST", "/_gateway/message", message::send),
    ("GET", "/_gateway/messages", message::messages),
    ("GET", "/_gateway/notifications", handlers::notifications),
    ("POST", "/_gateway/notify", handlers::notify),
    ("POST", "/_gateway/phone_number", buyer::phone_number),
    ("GET", "/_gateway/produced_messages", message::produced),
    ("POST", "/_gateway/rotate", handlers::rotate),
    ("POST", "/_gateway/script", handlers::script),
    ("POST", "/_gateway/set_balance", buyer::set_balance),
    ("GET", "/_gateway/trades", buyer::trades),
    ("GET", "/_gateway/uploads", buyer::uploads),
];

/// The response to a request of control.
pub(in crate::site) fn respond(method: &str, path: &str, input: Input<'_>) -> Response<Vec<u8>> {
    match find(&ROUTES, method, path) {
        Ok((handler, name)) => match handler(&Input { name, ..input }) {
            Ok(content) => ok(&content),
            Err(wrong) => mistake(400, &wrong),
        },
        Err(Missing::Path) => mistake(404, &Mistake(format!("`{path}` is no path of control"))),
        Err(Missing::Method(expected)) => {
            let wrong = Mistake(format!("`{path}` takes {expected}, not {method}"));
            let mut response = mistake(405, &wrong);
            header::set(&mut response, "allow", expected);
            response
        }
    }
}

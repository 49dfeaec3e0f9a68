//! The pages for people: plain HTML and one style sheet, no scripts.

mod call;
mod calls;
mod config;
mod difference;
mod handlers;
mod history;
mod ledger;
mod notifications;
mod operations;
mod routes;
mod text;
mod trades;

pub(super) use routes::respond;

//! The pages for people: plain HTML, no scripts.

mod difference;
mod handlers;
mod view;

pub(super) use handlers::router;

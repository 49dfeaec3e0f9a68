//! Notifications as they may come: genuine, changed on the way, for others, and several times.

mod cases;
mod charset;
mod check;
mod event;
mod extractor;
mod fact;
mod lease;
mod once;
mod post;
mod split;
mod tamper;
#[path = "../through/mod.rs"]
mod through;
mod time;
mod wrong_post;

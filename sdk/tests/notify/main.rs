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
mod time;
mod wrong_post;

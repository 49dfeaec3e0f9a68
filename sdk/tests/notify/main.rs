//! Notifications as they may come: genuine, changed on the way, for others, and several times.

mod event;
mod extractor;
mod fact;
mod lease;
mod once;
mod post;
mod tamper;
mod time;

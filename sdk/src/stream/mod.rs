//! Responses that come as server-sent events.

mod error;
mod event;
mod parser;
mod stream;

pub use error::EventStreamError;
pub use event::ServerEvent;
pub use stream::EventStream;

//! The other side of the message channel: registration, connections, messages and what comes of
//! them.

mod check;
mod delivery;
mod endpoint;
mod frame;
mod hub;
mod link;
mod record;

pub(crate) use endpoint::{CONNECT, Endpoint, REGISTER};
pub(crate) use hub::Hub;
pub use record::{MessageFault, MessageRecord, NewMessage, ProducedMessage};

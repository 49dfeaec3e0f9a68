//! The message channel as a test holds it.

use super::handle::Gateway;
use crate::message::{MessageRecord, NewMessage, ProducedMessage};

impl Gateway {
    /// Sends a message over the message channel as soon as its application is connected, and
    /// returns its id. The gateway sends a message again two minutes later when it failed or was
    /// not acknowledged.
    pub fn send_message(&self, message: NewMessage) -> String {
        self.parts.hub.send(self.parts.apps.own_id(), message)
    }

    /// Returns all messages with their deliveries, the oldest first.
    pub fn messages(&self) -> Vec<MessageRecord> {
        self.parts.hub.records()
    }

    /// Waits until every message is acknowledged.
    pub async fn messages_settled(&self) {
        self.parts.hub.settled().await;
    }

    /// Returns the last messages that applications sent over the channel, the oldest first.
    pub fn produced_messages(&self) -> Vec<ProducedMessage> {
        self.parts.hub.produced()
    }

    /// Closes all connections of the message channel. Their applications reconnect.
    pub fn disconnect_messages(&self) {
        self.parts.hub.disconnect();
    }

    /// Lets the tokens of the next `connections` connections of the message channel expire.
    pub fn expire_message_tokens(&self, connections: u32) {
        self.parts.hub.expire_tokens(connections);
    }

    /// Returns the number of connections of the message channel so far.
    pub fn message_connections(&self) -> u64 {
        self.parts.hub.connections()
    }
}

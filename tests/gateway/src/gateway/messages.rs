//! The message channel as a test holds it.

use super::handle::Gateway;
use crate::message::{MessageRecord, NewMessage, ProducedMessage};

impl Gateway {
    /// Sends a message over the message channel as soon as its application is connected, and gives
    /// its id. Not acknowledged within two minutes, or failed, it is sent again.
    pub fn send_message(&self, message: NewMessage) -> String {
        self.parts.hub.send(self.parts.apps.own_id(), message)
    }

    /// All messages, the oldest first, and what became of them.
    pub fn messages(&self) -> Vec<MessageRecord> {
        self.parts.hub.records()
    }

    /// Returns when every message is acknowledged.
    pub async fn messages_settled(&self) {
        self.parts.hub.settled().await;
    }

    /// The last messages that applications sent over the channel, the oldest first.
    pub fn produced_messages(&self) -> Vec<ProducedMessage> {
        self.parts.hub.produced()
    }

    /// Ends all connections of the message channel; their applications come back.
    pub fn disconnect_messages(&self) {
        self.parts.hub.disconnect();
    }

    /// Lets so many connections of the message channel find their token expired.
    pub fn expire_message_tokens(&self, connections: u32) {
        self.parts.hub.expire_tokens(connections);
    }

    /// How many connections of the message channel there have been.
    pub fn message_connections(&self) -> u64 {
        self.parts.hub.connections()
    }
}

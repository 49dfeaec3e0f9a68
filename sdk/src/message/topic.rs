//! How the messages of a topic come.

/// `comm_type` of a subscription whose messages are posted to the application gateway: the
/// platform's default.
pub const BY_HTTP: &str = "HTTP";

/// `comm_type` of a subscription whose messages come over the message channel. The platform's
/// documents spell it in two ways. When the platform rejects this one, subscribe in its console.
pub const BY_WEBSOCKET: &str = "WEBSOCKET";

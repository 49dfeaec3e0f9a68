//! Messages to send, what shall be odd about them, and what became of them.

/// A message to send over the message channel.
#[derive(Clone, Debug)]
#[must_use]
pub struct NewMessage {
    pub(super) app_id: Option<String>,
    pub(super) method: String,
    pub(super) content: String,
    pub(super) fault: Option<MessageFault>,
}

/// A fault of the first delivery of a message. All further deliveries are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageFault {
    /// The signature belongs to another text.
    WrongSignature,
    /// The signature is missing.
    MissingSignature,
    /// The content was changed after it was signed.
    Tampered,
    /// The message is signed, but for another application.
    OtherApp,
    /// The command is unknown.
    UnknownCommand,
    /// One WebSocket text holds the frame twice.
    TwoInOne,
    /// The frame comes twice, as two WebSocket texts in one packet.
    Twice,
    /// The frame comes in fragments, with a ping among them.
    Fragmented,
    /// The acknowledgement is lost.
    LostAcknowledgement,
    /// The connection breaks right after the message was sent.
    Disconnect,
}

impl MessageFault {
    /// The names that control knows.
    pub(crate) const NAMES: [(&str, Self); 10] = [
        ("wrong_signature", Self::WrongSignature),
        ("missing_signature", Self::MissingSignature),
        ("tampered", Self::Tampered),
        ("other_app", Self::OtherApp),
        ("unknown_command", Self::UnknownCommand),
        ("two_in_one", Self::TwoInOne),
        ("twice", Self::Twice),
        ("fragmented", Self::Fragmented),
        ("lost_acknowledgement", Self::LostAcknowledgement),
        ("disconnect", Self::Disconnect),
    ];
}

impl NewMessage {
    /// Creates a message of this name for the application that every gateway knows. `content` is
    /// the text of a JSON object.
    pub fn new(method: impl Into<String>, content: impl Into<String>) -> Self {
        Self { app_id: None, method: method.into(), content: content.into(), fault: None }
    }

    /// Sets the application that the message is for, in place of the default one.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Sets the fault of the first delivery.
    pub fn fault(mut self, fault: MessageFault) -> Self {
        self.fault = Some(fault);
        self
    }
}

/// A message, and its deliveries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageRecord {
    /// The id of the message.
    pub id: String,
    /// The application that it is for.
    pub app_id: String,
    /// The name of the message (`msgApi`).
    pub method: String,
    /// How often it was delivered.
    pub deliveries: u32,
    /// How often the application responded with `FAIL`.
    pub failures: u32,
    /// Whether the application has acknowledged the message.
    pub acknowledged: bool,
}

/// A message that an application sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProducedMessage {
    /// The application that sent it.
    pub app_id: String,
    /// The name of the message (`msgApi`).
    pub method: String,
    /// The content: the text of a JSON object.
    pub content: String,
}

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

/// What goes wrong with the first delivery of a message. All further ones are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageFault {
    /// The signature is one of another text.
    WrongSignature,
    /// There is no signature.
    MissingSignature,
    /// The content was changed after it was signed.
    Tampered,
    /// It is signed, and for another application.
    OtherApp,
    /// The command is one that nobody knows.
    UnknownCommand,
    /// One text holds the frame twice.
    TwoInOne,
    /// It comes twice, as two texts in one packet.
    Twice,
    /// It comes in fragments, with a ping among them.
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
    /// A message of this name, whose content is the text of a JSON object, for the application that
    /// every gateway knows.
    pub fn new(method: impl Into<String>, content: impl Into<String>) -> Self {
        Self { app_id: None, method: method.into(), content: content.into(), fault: None }
    }

    /// For another application.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// What goes wrong with its first delivery.
    pub fn fault(mut self, fault: MessageFault) -> Self {
        self.fault = Some(fault);
        self
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageRecord {
    /// Its id.
    pub id: String,
    /// The application that it is for.
    pub app_id: String,
    /// Its name.
    pub method: String,
    /// How often it was delivered.
    pub deliveries: u32,
    /// How often the response was `FAIL`.
    pub failures: u32,
    /// Whether it was acknowledged.
    pub acknowledged: bool,
}

/// A message that an application sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProducedMessage {
    /// The application that sent it.
    pub app_id: String,
    /// Its name.
    pub method: String,
    /// Its content: the text of a JSON object.
    pub content: String,
}

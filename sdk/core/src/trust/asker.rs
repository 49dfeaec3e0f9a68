//! Who wants a certificate that is not known.

/// Who names a serial.
#[derive(Clone, Copy)]
pub enum Asker {
    /// A response to a call.
    Response,
    /// A notification, which anybody can post.
    Notification,
}

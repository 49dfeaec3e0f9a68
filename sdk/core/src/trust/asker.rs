//! Who wants a certificate that is not known.

/// Who names a serial.
#[derive(Clone, Copy)]
pub enum Asker {
    Response,
    Notification,
}

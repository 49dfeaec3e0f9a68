//! Who wants a certificate that is not known.

/// Who names a serial.
#[derive(Clone, Copy)]
pub(crate) enum Asker {
    Response,
    #[allow(dead_code, reason = "for the feature `notify`")]
    Notification,
}

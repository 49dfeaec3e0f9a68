//! The serial of a certificate, as a stranger may name it.

use crate::redact;

/// Whether a text is a serial of a certificate: 32 hexadecimal digits.
pub(super) fn is_serial(text: &[u8]) -> bool {
    text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit)
}

/// A serial as errors and logs may show it: whatever else stands in its place is masked and cut.
pub(super) fn shown_serial(serial: &[u8]) -> String {
    let text = String::from_utf8_lossy(serial);
    if is_serial(serial) { text.into_owned() } else { redact::line(&text) }
}

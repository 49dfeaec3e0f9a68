//! Bytes as hexadecimal digits.

use std::fmt::Write;

use super::letter::Letter;

/// Two lower-case digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How many hexadecimal digits a text consists of; none when it holds anything else.
pub(crate) fn hex_digits(letters: &[Letter]) -> Option<usize> {
    let mut visible = letters.iter().filter(|letter| !letter.is_blank());
    let count = visible.clone().count();
    visible.all(|letter| letter.value.is_ascii_hexdigit()).then_some(count)
}

//! What was given, as blocks of bytes: PEM, bare Base64 or DER, told apart by looking.

use std::path::Path;

use zeroize::Zeroizing;

use super::block::{Block, TextError};
use super::element::tag::SEQUENCE;
use super::{base64, pem};

/// The blocks of a text or a file, at least one.
pub(crate) fn blocks(content: &[u8]) -> Result<Vec<Block>, TextError> {
    if is_der(content) {
        return Ok(vec![Block::bare(Zeroizing::new(content.to_vec()))]);
    }
    let narrow = narrow(content);
    let text = trim(narrow.as_ref().map_or(content, |text| text.as_slice()));
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let blocks = pem::blocks(text);
    if !blocks.is_empty() {
        return Ok(blocks);
    }
    // A path may be Base64 by its characters, and then decodes to bytes that are no DER.
    match base64::decode(text) {
        Ok(bytes) if bytes.first() == Some(&SEQUENCE) => Ok(vec![Block::bare(bytes)]),
        Ok(bytes) => path_error(text, true).map_or_else(|| Ok(vec![Block::bare(bytes)]), Err),
        Err(error) => Err(path_error(text, error == TextError::Truncated).unwrap_or(error)),
    }
}

/// A SEQUENCE; its length takes more than one byte, or fits exactly. No text begins so: bytes above
/// 0x7f cannot follow ASCII `0` in UTF-8; and what is short has control characters in it, since
/// tags and lengths are small numbers.
fn is_der(content: &[u8]) -> bool {
    match content {
        [SEQUENCE, 0x80..=0x8f, ..] => true,
        [SEQUENCE, length, value @ ..] => {
            value.len() == usize::from(*length) && !value.iter().all(is_printed)
        }
        _ => false,
    }
}

fn is_printed(byte: &u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

/// Windows editors save UTF-16 when told "Unicode". Only ASCII matters here.
fn narrow(content: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (units, order): (_, fn([u8; 2]) -> u16) = match content {
        [0xff, 0xfe, units @ ..] => (units, u16::from_le_bytes),
        [0xfe, 0xff, units @ ..] => (units, u16::from_be_bytes),
        _ => return None,
    };
    let mut text = Zeroizing::new(Vec::with_capacity(units.len() / 2));
    for unit in units.chunks_exact(2) {
        if let [first, second] = *unit {
            let ascii = u8::try_from(order([first, second])).ok().filter(u8::is_ascii);
            text.push(ascii.unwrap_or(b'?'));
        }
    }
    Some(text)
}

fn trim(mut text: &[u8]) -> &[u8] {
    loop {
        match base64::blank(text) {
            0 => return text.trim_ascii_end(),
            length => text = text.get(length..).unwrap_or_default(),
        }
    }
}

/// Whether somebody gave the name of a file instead of what is in it: the most common mistake, and
/// "not Base64" would not help with it.
///
/// `base64` says that every character of the text occurs in Base64 too, `/` among them.
fn path_error(text: &[u8], base64: bool) -> Option<TextError> {
    const LONGEST: usize = 1024;
    const STARTS: [&str; 5] = ["/", "./", "../", "~/", "file:"];
    const ENDS: [&str; 9] =
        [".pem", ".key", ".crt", ".cer", ".cert", ".der", ".txt", ".p8", ".p12"];
    let text = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.len() <= LONGEST && !text.contains(char::is_control))?;
    let lower = text.to_ascii_lowercase();
    let exists = Path::new(text).is_file();
    let named = ENDS.iter().any(|end| lower.ends_with(end))
        || STARTS.iter().any(|start| lower.starts_with(start))
        || (!base64 && text.contains(['/', '\\']) && !text.contains(char::is_whitespace));
    (exists || named).then_some(TextError::Path { exists })
}

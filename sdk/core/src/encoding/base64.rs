//! Base64 as it comes out of files, web pages and environment variables.

use ::base64::alphabet::STANDARD;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use ::base64::engine::{DecodePaddingMode, Engine};
use zeroize::Zeroizing;

use super::block::TextError;

/// Padding gets lost in copying; bits behind the last byte say nothing.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes that this text stands for. White space anywhere in it does not matter.
pub(crate) fn decode(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, TextError> {
    let dense = without_blanks(text);
    if dense.is_empty() {
        return Err(TextError::Empty);
    }
    let mut bytes = Zeroizing::new(vec![0; ::base64::decoded_len_estimate(dense.len())]);
    match TOLERANT.decode_slice(dense.as_slice(), bytes.as_mut_slice()) {
        Ok(length) => bytes.truncate(length),
        Err(_) => return Err(reason(&dense)),
    }
    Ok(bytes)
}

/// Why this is not Base64: something foreign in it, or characters missing at its end.
fn reason(dense: &[u8]) -> TextError {
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // Every key and certificate that matters here begins so: a SEQUENCE with a long length.
    if dense.starts_with(b"MI") && dense.iter().all(known) {
        TextError::Truncated
    } else {
        TextError::NotBase64
    }
}

fn without_blanks(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut dense = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((&first, others)) = rest.split_first() {
        match blank(rest) {
            0 => {
                dense.push(first);
                rest = others;
            }
            length => rest = rest.get(length..).unwrap_or_default(),
        }
    }
    dense
}

/// The length of the blank that this text begins with; 0 when it begins with something else.
pub(crate) fn blank(text: &[u8]) -> usize {
    match text {
        [b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c, ..] => 1,
        // Line breaks written out, as in environment variables and JSON copied by hand.
        [b'\\', b'n' | b'r' | b't', ..] => 2,
        // In UTF-8: no-break space, then zero width space, ideographic space, byte order mark.
        [0xc2, 0xa0, ..] => 2,
        [0xe2, 0x80, 0x8b, ..] | [0xe3, 0x80, 0x80, ..] | [0xef, 0xbb, 0xbf, ..] => 3,
        _ => 0,
    }
}

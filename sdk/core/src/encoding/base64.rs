//! Base64 as it comes out of files, web pages and environment variables.

use ::base64::alphabet::STANDARD;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use ::base64::engine::{DecodePaddingMode, Engine};
use zeroize::Zeroizing;

use super::block::TextError;
use super::letter::{Letter, Letters, trimmed_of};

/// Padding is dropped before, since it gets lost in copying; bits behind the last byte say nothing.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// How every key and certificate that matters here begins: a SEQUENCE with a long length.
const KEY: &[u8] = b"MI";

/// The bytes that this text stands for, in the usual alphabet or in that of URLs. White space
/// anywhere in it does not matter. `is_whole` tells bytes of which nothing is missing.
pub(crate) fn decode(
    letters: &[Letter],
    is_whole: impl Fn(&[u8]) -> bool,
) -> Result<Zeroizing<Vec<u8>>, TextError> {
    let dense = dense(letters)?;
    if dense.is_empty() {
        return Err(TextError::Empty);
    }
    match bytes(&dense) {
        Some(bytes) if is_whole(&bytes) => Ok(bytes),
        _ if lost_its_pluses(letters, &dense, is_whole) => Err(TextError::Blanks),
        Some(bytes) => Ok(bytes),
        None if dense.starts_with(KEY) => Err(TextError::Truncated),
        None => Err(TextError::NotBase64(None)),
    }
}

fn bytes(dense: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; ::base64::decoded_len_estimate(dense.len())]);
    let length = TOLERANT.decode_slice(dense, bytes.as_mut_slice()).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

/// The text in the usual alphabet, without white space and padding. A mixture of both alphabets is
/// neither.
pub(crate) fn dense(letters: &[Letter]) -> Result<Zeroizing<Vec<u8>>, TextError> {
    let of_urls = !letters.iter().any(|letter| matches!(letter.value, '+' | '/'));
    let end = letters.iter().rposition(|letter| !letter.is_blank() && letter.value != '=');
    let letters = letters.get(..end.map_or(0, |last| last + 1)).unwrap_or_default();
    let mut dense = Zeroizing::new(Vec::with_capacity(letters.len()));
    for letter in letters.iter().filter(|letter| !letter.is_blank()) {
        dense.push(match letter.value {
            '-' if of_urls => b'+',
            '_' if of_urls => b'/',
            same @ ('A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/') => same as u8,
            _ => return Err(TextError::NotBase64(Some(letter.odd()))),
        });
    }
    Ok(dense)
}

/// Whether a form or an address turned each `+` into a blank. Then the text is whole with `+` in
/// the places of its blanks; or it is a key without any `+`, and its blanks do not part it evenly,
/// as those between lines do.
fn lost_its_pluses(letters: &[Letter], dense: &[u8], is_whole: impl Fn(&[u8]) -> bool) -> bool {
    let letters = trimmed_of(letters, |letter| letter.is_blank() || letter.value == '=');
    if !letters.iter().any(|letter| letter.value == ' ') {
        return false;
    }
    let restored = letters.iter().map(|letter| match letter.value {
        ' ' => letter.replaced('+'),
        _ => *letter,
    });
    let restored: Letters = Zeroizing::new(restored.collect());
    let restored = self::dense(&restored).ok().and_then(|dense| bytes(&dense));
    if restored.is_some_and(|bytes| is_whole(&bytes)) {
        return true;
    }
    let lines = || letters.split(|letter| letter.is_blank()).filter(|line| !line.is_empty());
    let first = lines().next().map(<[_]>::len);
    let is_even = lines().rev().skip(1).all(|line| Some(line.len()) == first);
    dense.starts_with(KEY) && !dense.contains(&b'+') && !is_even
}

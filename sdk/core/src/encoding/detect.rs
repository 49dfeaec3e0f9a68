//! A given text or file as blocks of bytes: PEM, bare Base64 or DER, told apart by looking.

use std::path::Path;

use zeroize::Zeroizing;

use super::base64;
use super::block::{Block, TextError};
use super::element::Element;
use super::element::tag::SEQUENCE;
use super::escape::unescaped;
use super::file::LARGEST;
use super::letter::{self, Letter, Letters, trimmed};
use super::pem::{self, Section};
use super::wrapping::{unquoted, value};

/// How often a text may be in Base64 once more.
const DEEPEST: usize = 2;

/// The blocks of a text or a file, at least one.
pub(crate) fn blocks(content: &[u8]) -> Result<Vec<Block>, TextError> {
    if is_der(content) {
        return Ok(vec![Block::bare(Zeroizing::new(content.to_vec()))]);
    }
    if content.len() > LARGEST {
        return Err(TextError::TooLong);
    }
    let found = of_text(content, 0);
    // A path may be Base64 by its characters, and then decodes to bytes that are no DER.
    let is_base64 = match &found {
        Ok(blocks) if blocks.iter().any(|block| !is_garbage(block)) => return found,
        Ok(_) | Err(TextError::Truncated | TextError::Blanks) => true,
        Err(TextError::Empty) => return found,
        Err(_) => false,
    };
    path_error(content, is_base64).map_or(found, Err)
}

/// The letters of a text that is no PEM, without what surrounds them.
pub(crate) fn bare(content: &[u8]) -> Result<Letters, TextError> {
    if content.len() > LARGEST {
        return Err(TextError::TooLong);
    }
    let letters = unquoted(&unescaped(letter::read(content)));
    Ok(Zeroizing::new(value(&letters).to_vec()))
}

fn of_text(content: &[u8], depth: usize) -> Result<Vec<Block>, TextError> {
    let letters = unquoted(&unescaped(letter::read(content)));
    let letters = trimmed(&letters);
    let Some(first) = letters.first() else { return Err(TextError::Empty) };
    let sections = pem::sections(letters);
    if !sections.is_empty() {
        return Ok(sections.into_iter().flat_map(|section| of_section(section, depth)).collect());
    }
    match pem::before_end(letters) {
        Some([]) => Err(TextError::NotBase64(Some(first.odd()))),
        Some(before) => of_base64(value(before), depth),
        None => of_base64(value(letters), depth),
    }
}

fn of_section(section: Section, depth: usize) -> Vec<Block> {
    let Section { certificate, encrypted, body } = section;
    let content = match body {
        Some(body) => of_base64(&body, depth),
        None => Err(TextError::Truncated),
    };
    let mut blocks = content.unwrap_or_else(|error| {
        // Begin and end are there, what was between is not.
        let is_empty = error == TextError::Empty;
        vec![Block::broken(if is_empty { TextError::Truncated } else { error })]
    });
    for block in &mut blocks {
        block.certificate |= certificate;
        block.encrypted |= encrypted;
    }
    blocks
}

/// The content of Base64; that may be PEM or Base64 once more.
fn of_base64(letters: &[Letter], depth: usize) -> Result<Vec<Block>, TextError> {
    let bytes = base64::decode(letters, is_whole)?;
    if depth < DEEPEST && is_text(&bytes) {
        match of_text(&bytes, depth + 1) {
            Ok(blocks) if !blocks.iter().any(is_garbage) => return Ok(blocks),
            Err(TextError::Blanks) => return Err(TextError::Blanks),
            _ => {}
        }
    }
    Ok(vec![Block::bare(bytes)])
}

/// Whether nothing is missing of these bytes, which may be a text once more.
fn is_whole(bytes: &[u8]) -> bool {
    let der = || bytes.first() == Some(&SEQUENCE) && Element::only(bytes).is_ok();
    der() || is_text(bytes) && bytes.windows(5).any(|word| word == b"BEGIN")
}

/// Whether a block holds bytes that cannot be the beginning of anything.
fn is_garbage(block: &Block) -> bool {
    block.content.as_ref().is_ok_and(|bytes| bytes.first() != Some(&SEQUENCE))
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

/// Whether bytes are a text in ASCII, which may be encoded as UTF-16.
fn is_text(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [&[0xef, 0xbb, 0xbf], &[0xff, 0xfe], &[0xfe, 0xff]];
    let text = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    text.iter().all(|byte| is_printed(byte) || *byte == 0)
}

fn is_printed(byte: &u8) -> bool {
    byte.is_ascii_graphic() || byte.is_ascii_whitespace()
}

/// Whether somebody gave the name of a file instead of its content: the most common mistake, and
/// "not Base64" would not help with it.
///
/// `base64` says that every character of the text occurs in Base64 too, `/` among them.
fn path_error(content: &[u8], base64: bool) -> Option<TextError> {
    const LONGEST: usize = 1024;
    const STARTS: [&str; 5] = ["/", "./", "../", "~/", "file:"];
    const ENDS: [&str; 9] =
        [".pem", ".key", ".crt", ".cer", ".cert", ".der", ".txt", ".p8", ".p12"];
    if content.len() > LONGEST {
        return None;
    }
    let letters = unquoted(&letter::read(content));
    let text = |letters: &[Letter]| -> String {
        trimmed(letters).iter().map(|letter| letter.shown()).collect()
    };
    let (whole, value) = (text(&letters), text(value(&letters)));
    if whole.contains(char::is_control) {
        return None;
    }
    let exists = Path::new(&whole).is_file() || Path::new(&value).is_file();
    let lower = value.to_ascii_lowercase();
    let is_loose = !base64 && value.contains(['/', '\\']) && !value.contains(char::is_whitespace);
    let named = ENDS.iter().any(|end| lower.ends_with(end))
        || STARTS.iter().any(|start| lower.starts_with(start))
        || (is_loose && !value.starts_with("MI"));
    (exists || named).then_some(TextError::Path { exists })
}

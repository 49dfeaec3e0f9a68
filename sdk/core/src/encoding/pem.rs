//! PEM (RFC 7468) as people have it: indented, on one line, with text around, without line breaks.

use zeroize::Zeroizing;

use super::base64;
use super::block::{Block, TextError};

const BEGIN: &[u8] = b"-----BEGIN";
const END: &[u8] = b"-----END";
const DASHES: &[u8] = b"-----";

/// All blocks in their order; empty when the text holds none. What stands between them is ignored.
///
/// The labels are not looked at beyond "is it meant to be a certificate": they are often wrong, and
/// the content says it better.
pub(crate) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = split(rest, BEGIN) {
        let Some((label, behind)) = split(behind, DASHES) else {
            blocks.push(Block::broken(TextError::Truncated));
            break;
        };
        // A block that does not end before the next one begins has lost its end.
        let next = find(behind, BEGIN).unwrap_or(behind.len());
        let (section, following) = behind.split_at_checked(next).unwrap_or_default();
        blocks.push(match split(section, END) {
            Some((body, _)) => block(label, body),
            None => Block {
                certificate: says_certificate(label),
                ..Block::broken(TextError::Truncated)
            },
        });
        rest = following;
    }
    blocks
}

fn block(label: &[u8], body: &[u8]) -> Block {
    let (body, encrypted) = without_headers(body);
    let content = base64::decode(&body).map_err(|error| match error {
        // Begin and end are there, what was between is not.
        TextError::Empty => TextError::Truncated,
        other => other,
    });
    Block { certificate: says_certificate(label), encrypted, content }
}

fn says_certificate(label: &[u8]) -> bool {
    find(label, b"CERTIFICATE").is_some() && find(label, b"REQUEST").is_none()
}

/// The old kind of encrypted key has headers (RFC 1421) in front of the Base64: `Proc-Type:
/// 4,ENCRYPTED`.
fn without_headers(body: &[u8]) -> (Zeroizing<Vec<u8>>, bool) {
    let mut base64 = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut encrypted = false;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.contains(&b':') {
            encrypted |= find(line, b"ENCRYPTED").is_some();
        } else {
            base64.extend_from_slice(line);
        }
    }
    (base64, encrypted)
}

/// What is before and what is behind the first `mark`.
fn split<'a>(text: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (before, behind) = text.split_at_checked(find(text, mark)?)?;
    Some((before, behind.strip_prefix(mark)?))
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|window| window == mark)
}

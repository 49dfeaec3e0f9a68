//! PEM (RFC 7468) as people have it: indented, on one line, with text around, without line breaks,
//! with fewer dashes than five.

use super::letter::{Letter, Letters, with_room};

const BEGIN: &str = "BEGIN";
const END: &str = "END";

/// What stands between `BEGIN` and `END`.
pub(super) struct Section {
    /// Its label calls it a certificate.
    pub(super) certificate: bool,
    /// Its headers say that it is encrypted.
    pub(super) encrypted: bool,
    /// The Base64 in it; none when its end is missing.
    pub(super) body: Option<Letters>,
}

/// All sections in their order; none when the text holds none. What stands between them is ignored.
///
/// The labels are not looked at beyond "is it meant to be a certificate": they are often wrong, and
/// the content says it better.
pub(super) fn sections(letters: &[Letter]) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut rest = split(letters, BEGIN).map(|(_, behind)| behind);
    while let Some(behind) = rest {
        // A section that does not end before the next one begins has lost its end.
        let (inside, following) = match split(behind, BEGIN) {
            Some((inside, following)) => (inside, Some(following)),
            None => (behind, None),
        };
        sections.push(section(inside));
        rest = following;
    }
    sections
}

/// What stands before a line with `END` that no line with `BEGIN` belongs to.
pub(super) fn before_end(letters: &[Letter]) -> Option<&[Letter]> {
    split(letters, END).map(|(before, _)| before)
}

/// A section from behind its `BEGIN`.
fn section(letters: &[Letter]) -> Section {
    let dashes = letters.windows(2).position(is_dashes).unwrap_or(letters.len());
    let (label, behind) = letters.split_at_checked(dashes).unwrap_or_default();
    let label: String = label.iter().map(|letter| letter.value).collect();
    let certificate = label.contains("CERTIFICATE") && !label.contains("REQUEST");
    let dashes = behind.iter().take(DASHES).take_while(|letter| letter.value == '-').count();
    let body = behind.get(dashes..).and_then(|behind| split(behind, END));
    match body.map(|(body, _)| without_headers(body)) {
        Some((body, encrypted)) => Section { certificate, encrypted, body: Some(body) },
        None => Section { certificate, encrypted: false, body: None },
    }
}

/// How many dashes there should be.
const DASHES: usize = 5;

fn is_dashes(letters: &[Letter]) -> bool {
    letters.iter().all(|letter| letter.value == '-')
}

/// The text before the first `-----WORD`, and the text behind it.
fn split<'l>(letters: &'l [Letter], word: &str) -> Option<(&'l [Letter], &'l [Letter])> {
    let is_word = |window: &[Letter]| window.iter().map(|letter| letter.value).eq(word.chars());
    let places = letters.windows(word.len()).enumerate().filter(|(_, window)| is_word(window));
    places.into_iter().find_map(|(at, _)| {
        let before = letters.get(..at)?;
        let blanks = before.iter().rev().take_while(|letter| letter.is_blank()).count();
        let before = before.get(..at.checked_sub(blanks)?)?;
        let dashes = before.iter().rev().take(DASHES).take_while(|dash| dash.value == '-').count();
        let before = before.get(..before.len().checked_sub(dashes)?)?;
        (dashes >= 2).then_some((before, letters.get(at + word.len()..)?))
    })
}

/// The old kind of encrypted key has headers (RFC 1421) in front of the Base64: `Proc-Type:
/// 4,ENCRYPTED`.
fn without_headers(body: &[Letter]) -> (Letters, bool) {
    let mut base64 = with_room(body.len());
    let mut encrypted = false;
    for line in body.split_inclusive(|letter| letter.value == '\n') {
        if line.iter().any(|letter| letter.value == ':') {
            let line: String = line.iter().map(|letter| letter.value).collect();
            encrypted |= line.contains("ENCRYPTED");
        } else {
            base64.extend_from_slice(line);
        }
    }
    (base64, encrypted)
}

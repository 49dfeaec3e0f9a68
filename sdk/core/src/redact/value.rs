//! Values that look like personal data, inside of any text.

use std::borrow::Cow;
use std::ops::Range;

/// The text that replaces a masked value.
pub const MASK: &str = "***";

/// Masks mobile numbers, resident ids, bank cards and e-mail addresses in a text.
pub fn mask_text(text: &str) -> Cow<'_, str> {
    let mut found: Vec<_> = numbers(text).chain(emails(text)).collect();
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    // An address may begin with a number (`13800000000@139.com`): the first range wins, and what
    // overlaps it is skipped.
    found.sort_by_key(|range| range.start);
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for Range { start, end } in found {
        if start >= from {
            masked += &text[from..start];
            masked += MASK;
            from = end;
        }
    }
    masked += &text[from..];
    Cow::Owned(masked)
}

/// Numbers of persons: runs of digits, whatever stands around them.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Whole runs, never parts of one: any order number of 28 digits has eleven in it that look like
    // a mobile number.
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
            let length = digits(&bytes[start..]);
            at = start + length;
            if let Some(length) = personal(&bytes[start..], length) {
                at = start + length;
                return Some(start..at);
            }
        }
    })
}

/// How many digits there are at the start.
fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// How long the personal number is that begins here, with this many digits in a row.
fn personal(bytes: &[u8], length: usize) -> Option<usize> {
    let run = &bytes[..length];
    if is_mobile(run) || is_resident_id(run) || is_bank_card(run) {
        return Some(length);
    }
    if length == 17 && bytes.get(17).is_some_and(|check| check.eq_ignore_ascii_case(&b'x')) {
        return is_resident_id(&bytes[..18]).then_some(18);
    }
    // 138-0000-0000, 138 0000 0000
    let groups: Vec<u8> = bytes.iter().copied().take(13).collect();
    let parted = |at: usize| matches!(groups.get(at), Some(b' ' | b'-'));
    if length == 3 && parted(3) && parted(8) && digits(&bytes[9..]) == 4 {
        let number: Vec<u8> = groups.into_iter().filter(u8::is_ascii_digit).collect();
        return is_mobile(&number).then_some(13);
    }
    None
}

/// `13800000000`, also with `86` before it.
fn is_mobile(number: &[u8]) -> bool {
    let number = number.strip_prefix(b"86").filter(|rest| rest.len() == 11).unwrap_or(number);
    number.len() == 11 && matches!(number, [b'1', b'3'..=b'9', ..])
}

/// Words with an `@` in them. A point that ends a sentence is not part of one.
fn emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let inside = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'+' | b'-' | b'_')
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    let words = std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(inside)?;
        let length = bytes[start..].iter().position(|byte| !inside(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        let trailing = bytes[start..at].iter().rev().take_while(|byte| **byte == b'.').count();
        Some(start..at - trailing)
    });
    words.filter(|range| is_email(&text[range.clone()]))
}

/// Six digits for the place, a date of birth, three digits, and a check digit or `X`.
fn is_resident_id(number: &[u8]) -> bool {
    let number_of = |range: Range<usize>| {
        number.get(range).and_then(|part| std::str::from_utf8(part).ok()?.parse::<u32>().ok())
    };
    number.len() == 18
        && matches!(number_of(6..10), Some(1900..=2099))
        && matches!(number_of(10..12), Some(1..=12))
        && matches!(number_of(12..14), Some(1..=31))
}

/// 15 to 19 digits whose check digit is right (Luhn), as on a card.
fn is_bank_card(number: &[u8]) -> bool {
    if !(15..=19).contains(&number.len()) || !matches!(number, [b'3'..=b'6', ..]) {
        return false;
    }
    let sum: u32 = number
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_email(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

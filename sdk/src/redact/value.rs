//! Values that look like personal data, inside of any text.

use std::borrow::Cow;
use std::ops::Range;

use super::MASK;

/// The text with mobile numbers, resident ids, bank cards and e-mail addresses masked.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    let mut found = Vec::new();
    for range in words(text) {
        let word = &text[range.clone()];
        if is_mobile(word) || is_resident_id(word) || is_bank_card(word) || is_email(word) {
            found.push(range);
        }
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for Range { start, end } in found {
        masked += &text[from..start];
        masked += MASK;
        from = end;
    }
    masked += &text[from..];
    Cow::Owned(masked)
}

/// Runs of the characters that numbers and addresses are made of. A point that ends a sentence
/// is not part of one.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let inside = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'+' | b'-' | b'_')
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(&inside)?;
        let length = bytes[start..].iter().position(|byte| !inside(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        let trailing = bytes[start..at].iter().rev().take_while(|byte| **byte == b'.').count();
        Some(start..at - trailing)
    })
}

fn digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `13800000000`, also with `+86` or `86-` before it, and with hyphens in it.
fn is_mobile(word: &str) -> bool {
    let plain: String = word.chars().filter(|character| !matches!(character, '-' | '+')).collect();
    let number = plain.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&plain);
    number.len() == 11
        && digits(number)
        && number.starts_with('1')
        && matches!(number.as_bytes().get(1), Some(b'3'..=b'9'))
}

/// Six digits for the place, a date of birth, three digits, and a check digit or `X`.
fn is_resident_id(word: &str) -> bool {
    if word.len() != 18 || !word.is_ascii() {
        return false;
    }
    let (number, check) = word.split_at(17);
    let number_of = |range: Range<usize>| number.get(range).and_then(|part| part.parse().ok());
    let year: Option<u32> = number_of(6..10);
    let (month, day): (Option<u32>, Option<u32>) = (number_of(10..12), number_of(12..14));
    digits(number)
        && (digits(check) || check.eq_ignore_ascii_case("x"))
        && matches!(year, Some(1900..=2099))
        && matches!(month, Some(1..=12))
        && matches!(day, Some(1..=31))
}

/// 15 to 19 digits whose check digit is right (Luhn), as on a card.
fn is_bank_card(word: &str) -> bool {
    if !(15..=19).contains(&word.len()) || !digits(word) || !word.starts_with(['3', '4', '5', '6'])
    {
        return false;
    }
    let sum: u32 = word
        .bytes()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_values_are_masked_where_they_stand() {
        for (given, expected) in [
            ("用户13800000000不存在", "用户***不存在"),
            ("call +86-138-0000-0000.", "call ***."),
            ("110101199003077758, 11010119900307775X", "***, ***"),
            ("card 6222021234567890128", "card ***"),
            ("to li.si@example.com.", "to ***."),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn order_numbers_times_and_amounts_are_shown() {
        for given in [
            "2026061622001400000000000001",
            "20260616000001",
            "1781590001456",
            "88.88",
            "0603331617156962044358274991886",
            "2088301409188095",
            "T1",
            "",
            "@",
            "。中",
        ] {
            assert_eq!(text(given), given);
        }
    }
}

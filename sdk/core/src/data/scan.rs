//! A look over a JSON text before it is taken apart: how much it holds, and which of its numbers a
//! float would change.

use std::borrow::Cow;

use super::model::Json;

/// The largest text of which [`unverified_json`] makes a tree, in bytes: 1 MiB.
const LARGEST: usize = 1 << 20;

/// How many values such a text may hold. Errors of the platform hold some ten; a value of two bytes
/// may take 700 in memory.
const MOST: usize = 1 << 10;

/// So many decimal digits come out of a float of 64 bits as they went in.
const DIGITS: usize = 15;

/// Reads a JSON text that is not signed, or whose signature was not verified yet. Returns `None`
/// when it is not JSON, is larger than 1 MiB, or holds more than 1,024 values: an untrusted text
/// must not take many times its size in memory.
pub fn unverified_json(text: &[u8]) -> Option<Json> {
    let is_small = text.len() <= LARGEST && !holds_more_than(MOST, text);
    is_small.then(|| serde_json::from_slice(text).ok()).flatten()
}

/// Returns whether a JSON text may hold more than `most` values. It counts commas, brackets and
/// braces: every value but the first follows one of these.
pub fn holds_more_than(most: usize, text: &[u8]) -> bool {
    outside_of_texts(text)
        .filter(|(_, byte)| matches!(byte, b',' | b'[' | b'{'))
        .nth(most)
        .is_some()
}

/// Returns whether the brackets and braces of a JSON text are nested deeper than `most`.
pub fn nests_deeper_than(most: usize, text: &[u8]) -> bool {
    let mut depth = 0_usize;
    outside_of_texts(text).any(|(_, byte)| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > most
    })
}

/// The text, with quotes around the numbers that a float would change: `90071992547409.93` is read
/// as the text that it is. Shorter numbers, and whole ones of 64 bits, stay numbers.
pub(super) fn with_long_numbers_quoted(text: &[u8]) -> Cow<'_, [u8]> {
    let (mut quoted, mut copied, mut end) = (Vec::new(), 0, 0);
    for (start, byte) in outside_of_texts(text) {
        if start < end || !matches!(byte, b'-' | b'0'..=b'9') {
            continue;
        }
        let number = number_at(&text[start..]);
        end = start + number.len();
        if is_long(number) && !is_followed_by_colon(&text[end..]) {
            if quoted.is_empty() {
                quoted.reserve(text.len() + 64);
            }
            quoted.extend_from_slice(&text[copied..start]);
            quoted.push(b'"');
            quoted.extend_from_slice(number);
            quoted.push(b'"');
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    quoted.extend_from_slice(&text[copied..]);
    Cow::Owned(quoted)
}

/// Whether a number of JSON loses digits in 64 bits: more than 15 digits with a fraction or an
/// exponent, or a whole number that is too large. A text that is not a number is not
/// long.
pub(super) fn is_long(number: &[u8]) -> bool {
    let text = std::str::from_utf8(number).unwrap_or_default();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (decimal, exponent) = parts(unsigned, &['e', 'E']);
    let (whole, fraction) = parts(decimal, &['.']);
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    let is_number = is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits);
    is_number
        && match (fraction, exponent) {
            (None, None) => text.parse::<i64>().is_err() && text.parse::<u64>().is_err(),
            _ => !is_exact(decimal),
        }
}

/// Whether a float of 64 bits holds a decimal text, and gives it back.
pub(super) fn is_exact(decimal: &str) -> bool {
    let decimal = if decimal.contains('.') { decimal.trim_end_matches('0') } else { decimal };
    let digits = decimal.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0');
    digits.count() <= DIGITS
}

/// The bytes that stand outside of texts, with their places.
fn outside_of_texts(text: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let (mut inside, mut escaped) = (false, false);
    text.iter().copied().enumerate().filter(move |(_, byte)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match byte {
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => return !inside,
        }
        false
    })
}

/// The bytes at the start that a number may consist of.
fn number_at(text: &[u8]) -> &[u8] {
    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = text.iter().position(|byte| !is_of_number(byte)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a name of a field is before this text. A number is none, and must not become one.
fn is_followed_by_colon(rest: &[u8]) -> bool {
    rest.trim_ascii_start().first() == Some(&b':')
}

/// The text before a sign, and the text behind it.
fn parts<'a>(text: &'a str, sign: &[char]) -> (&'a str, Option<&'a str>) {
    match text.split_once(sign) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        String::from_utf8(with_long_numbers_quoted(text.as_bytes()).into_owned()).expect("UTF-8")
    }

    #[test]
    fn numbers_that_a_float_would_change_are_quoted() {
        for number in [
            "90071992547409.93",
            "-90071992547409.93",
            "0.1234567890123456",
            "12345678901234567.0",
            "1234567890123456e2",
            "138000000001380000000000",
            "18446744073709551616",
            "-9223372036854775809",
        ] {
            assert_eq!(quoted(number), format!("\"{number}\""));
            let text = format!(r#"{{"a": [{number},{number} ], "b":{number}}}"#);
            let expected = format!(r#"{{"a": ["{number}","{number}" ], "b":"{number}"}}"#);
            assert_eq!(quoted(&text), expected);
        }
    }

    #[test]
    fn other_numbers_and_all_texts_stay() {
        for text in [
            "88.88",
            "-0.00000000000000000001",
            "999999999999.990000000000",
            "18446744073709551615",
            "-9223372036854775808",
            "1e300",
            r#"{"a": "90071992547409.93", "90071992547409.93": "\"90071992547409.93\""}"#,
            "",
        ] {
            assert_eq!(quoted(text), text);
        }
    }

    #[test]
    fn what_is_no_json_does_not_become_json() {
        for text in [
            "090071992547409.93",
            "90071992547409.93.1",
            "--90071992547409.93",
            "90071992547409931.",
            "90071992547409.93e",
            "{90071992547409.93 : 1}",
            "90071992547409.93 90071992547409.93",
            "a90071992547409.93",
        ] {
            assert!(serde_json::from_str::<Json>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Json>(&quoted(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn values_are_counted_outside_of_texts() {
        for (text, values) in
            [("1", 0), (r#"{"a,[{": "\",[{\\", "b": 1}"#, 2), ("[[],[],{}]", 6), (r#"["#, 1)]
        {
            assert!(!holds_more_than(values, text.as_bytes()), "{text}");
            assert!(values == 0 || holds_more_than(values - 1, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn nesting_is_counted_outside_of_texts() {
        for (text, depth) in
            [("1", 0), ("[[],{},[]]", 2), (r#"[{"a":"[[[","b":[]}]"#, 3), ("]]]", 0)]
        {
            assert!(!nests_deeper_than(depth, text.as_bytes()), "{text}");
            assert!(depth == 0 || nests_deeper_than(depth - 1, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_large_text_without_a_signature_is_not_taken_apart() {
        assert!(unverified_json(br#"{"code":"40004"}"#).is_some());
        let many = |commas: usize| format!("[{}1]", "1,".repeat(commas));
        assert!(unverified_json(many(MOST - 1).as_bytes()).is_some());
        assert!(unverified_json(many(MOST).as_bytes()).is_none());
        let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
        assert!(unverified_json(text(LARGEST).as_bytes()).is_some());
        assert!(unverified_json(text(LARGEST + 1).as_bytes()).is_none());
    }
}

//! Texts as YAML writes them: plain where that reads back as the same text, else quoted.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as a scalar, inside brackets (`flow`) or not.
pub(super) fn scalar(text: &str, flow: bool) -> Cow<'_, str> {
    if is_plain(text, flow) {
        Cow::Borrowed(text)
    } else if text.chars().all(is_printable) {
        Cow::Owned(format!("'{}'", text.replace('\'', "''")))
    } else {
        Cow::Owned(escaped(text))
    }
}

fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let indicator = "-?:,[]{}#&*!|>'\"%@`=<~".contains(first);
    let spaced = text.trim() != text;
    let inside = text.contains(": ") || text.ends_with(':') || text.contains('#');
    let bracket = flow && text.contains([',', '[', ']', '{', '}']);
    !(indicator || spaced || inside || bracket || is_other(text)) && text.chars().all(is_printable)
}

/// Whether YAML reads it, plain, as null, a flag, a number or a time; some readers take more words
/// for flags than others.
fn is_other(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        return false;
    }
    let digits = text.replace('_', "");
    let base = ["0x", "0o", "0b"].iter().any(|base| digits.to_ascii_lowercase().starts_with(base));
    let date = text.len() > 4 && text.as_bytes()[4] == b'-';
    let special = text[1..].eq_ignore_ascii_case("inf") || text[1..].eq_ignore_ascii_case("nan");
    base || date || special || digits.contains(':') || digits.parse::<f64>().is_ok()
}

fn is_printable(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn escaped(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            // Writing to a string does not fail.
            _ if !is_printable(character) => _ = write!(quoted, "\\u{:04x}", character as u32),
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}

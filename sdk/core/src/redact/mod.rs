//! Masks secrets and personal data in `Debug`, in errors and in traces.
//!
//! Two rules apply. A field whose *name* means a secret or a person is masked completely
//! ([`is_sensitive`]). In all other text, *values* that look like a mobile number, a resident id, a
//! bank card or an e-mail address are masked ([`mask_text`]).

mod impl_debug;
mod name;
mod value;

use std::borrow::Cow;

use serde_json::Value;

pub use name::is_sensitive;
pub use value::{MASK, mask_text};

/// The largest body that is shown, in bytes. It takes many times as much memory while it is masked.
const LARGEST: usize = 128 << 10;

/// Returns a body as it may be traced: JSON with masked values, or only its length when it is not
/// JSON or larger than 128 KiB.
pub fn mask_body(body: &[u8]) -> String {
    let small = Some(body).filter(|body| body.len() <= LARGEST);
    match small.and_then(|body| serde_json::from_slice::<Value>(body).ok()) {
        Some(mut json) => {
            mask_json(&mut json);
            json.to_string()
        }
        None => format!("{} bytes", body.len()),
    }
}

/// Masks the values and names inside a JSON value. The names of a map are data: a name may be a
/// mobile number.
pub fn mask_json(json: &mut Value) {
    match json {
        Value::String(inner) => {
            if let Some(masked) = inner_json(inner) {
                *inner = masked;
            } else if let Cow::Owned(masked) = mask_text(inner) {
                *inner = masked;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask_json),
        Value::Object(fields) => {
            let masked = std::mem::take(fields).into_iter().map(|(name, mut value)| {
                if is_sensitive(&name) && !value.is_null() {
                    value = MASK.into();
                } else {
                    mask_json(&mut value);
                }
                (mask_text(&name).into_owned(), value)
            });
            *fields = masked.collect();
        }
        Value::Number(number) => {
            // A number may be a mobile number that somebody did not quote.
            if let Cow::Owned(masked) = mask_text(&number.to_string()) {
                *json = masked.into();
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Returns an external text for one line of a log: masked, without control characters, and
/// shortened.
pub fn line(long: &str) -> String {
    const LONGEST: usize = 300;

    // More than is shown is masked, and a word that is cut is left out: a part of a number would
    // not be known as one.
    let start = match first(long, 4 * LONGEST) {
        cut if cut.len() < long.len() => cut.trim_end_matches(|c: char| c.is_ascii_graphic()),
        whole => whole,
    };
    let plain: String = start
        .chars()
        .map(|character| if breaks_a_line(character) { ' ' } else { character })
        .collect();
    let masked = mask_text(&plain);
    let shown = first(&masked, LONGEST);
    let is_whole = start.len() == long.len() && shown.len() == masked.len();
    format!("{shown}{}", if is_whole { "" } else { "…" })
}

/// As many characters of a text as that, at most.
fn first(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// Whether a character ends a line, or changes how the rest of it is shown: control characters, the
/// separators of Unicode, and those that turn the direction or are not seen.
fn breaks_a_line(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Text that holds JSON itself, as `biz_content` and `identity_param` do, masked.
fn inner_json(text: &str) -> Option<String> {
    let text = text.trim_start();
    text.starts_with(['{', '[']).then(|| mask_body(text.as_bytes()))
}

/// Returns a text field as `Debug` shows it.
pub fn mask_field(text: &str) -> String {
    inner_json(text).unwrap_or_else(|| mask_text(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_number_is_shown_where_a_line_is_cut() {
        for before in (280..=300).chain(1_180..=1_200) {
            let shown = line(&format!("{}13800138000 and more", "好".repeat(before)));
            assert!(!shown.contains("13"), "{before}: {shown}");
        }
        let shown = line(&"13800138000,".repeat(200));
        assert!(!shown.contains("13") && shown.ends_with('…'), "{shown}");
        assert_eq!(line(&"a".repeat(300)), "a".repeat(300));
    }

    #[test]
    fn fields_are_masked_by_name_at_any_depth_also_in_text() {
        let body = r#"{"out_trade_no":"T1","auth_code":"28763443825664394","buyer":[{"cert_no":"1"}],
            "identity_param":"{\"mobile\":\"13800000000\",\"a\":1}","n":13800000000}"#;
        assert_eq!(
            mask_body(body.as_bytes()),
            r#"{"auth_code":"***","buyer":[{"cert_no":"***"}],"identity_param":"***","n":"***","out_trade_no":"T1"}"#
        );
        assert_eq!(mask_field(r#"{"mobile":"13800000000","a":1}"#), r#"{"a":1,"mobile":"***"}"#);
    }

    #[test]
    fn a_line_stays_one_line_and_short() {
        assert_eq!(line("a\n2026 INFO paid \u{1b}[0m"), "a 2026 INFO paid  [0m");
        assert_eq!(line("a\u{2028}b\u{85}c\u{202e}d\u{feff}e"), "a b c d e");
        assert!(line(&"é".repeat(10_000)).len() < 1_000);
    }

    #[test]
    fn what_is_not_json_is_not_shown() {
        assert_eq!(mask_body(b"secret=1"), "8 bytes");
        let large = format!("[{}0]", "0,".repeat(LARGEST / 2));
        assert_eq!(mask_body(large.as_bytes()), "131075 bytes");
        assert_eq!(mask_field("{broken 13800000000"), "19 bytes");
    }
}

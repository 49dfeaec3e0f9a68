//! Bodies as they are signed by mistake.

use serde_json::Value;

use super::signed::{Piece, Signed};

/// A text alone, with the mistakes of bodies.
pub(crate) fn of_text(text: &[u8]) -> Signed {
    Signed::whole(body(text))
}

/// A body, and what other libraries and programs make of it.
pub(super) fn body(body: &[u8]) -> Piece {
    let text = String::from_utf8_lossy(body);
    let piece = Piece::new(body)
        .or("a text without the body", "")
        .or("a body without the white space around it", text.trim())
        .or("a body without the line feed at its end", text.trim_end_matches(['\r', '\n']))
        .or("a body with a line feed at its end", format!("{text}\n"))
        .or("a body with CR LF for its line feeds", text.replace('\n', "\r\n"))
        .or("a body with line feeds for CR LF", text.replace("\r\n", "\n"))
        .or("a body of `{}`", "{}")
        .or("a body of `null`", "null")
        .or("a ciphertext without its quotation marks", text.trim_matches('"'));
    let Ok(json) = serde_json::from_str::<Value>(&text) else { return piece };
    let compact = respaced(&text, ",", ":");
    let spaced = respaced(&text, ", ", ": ");
    piece
        .or("a body that is serialized without white space", &*compact)
        .or("a body that is serialized with spaces after `,` and `:`", &*spaced)
        .or("a body that is serialized with its fields sorted", json.to_string())
        .or("a body that is serialized in several lines", format!("{json:#}"))
        .or("a body with `\\/` for `/`", text.replace('/', "\\/"))
        .or("a body with `/` for `\\/`", text.replace("\\/", "/"))
        .or("a body with `\\uXXXX` for letters beyond ASCII", ascii(&text))
        .or("a body that is serialized without white space, with `\\uXXXX`", ascii(&compact))
}

/// JSON with other white space; the order of fields and the letters stay.
pub(super) fn respaced(json: &str, comma: &str, colon: &str) -> String {
    let (mut text, mut quoted, mut escaped) = (String::with_capacity(json.len()), false, false);
    for letter in json.chars() {
        match letter {
            '"' if !escaped => {
                quoted = !quoted;
                text.push(letter);
            }
            ',' if !quoted => text += comma,
            ':' if !quoted => text += colon,
            _ if !quoted && letter.is_ascii_whitespace() => {}
            _ => text.push(letter),
        }
        escaped = quoted && letter == '\\' && !escaped;
    }
    text
}

/// JSON in ASCII alone.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter.is_ascii() {
            true => text.push(letter),
            false => {
                let units = letter
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect::<String>();
                text += &units;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_other_libraries_write_it() {
        let json = r#"{ "a, b": "c: \", d" , "e":[1, 2]}"#;
        assert_eq!(respaced(json, ",", ":"), r#"{"a, b":"c: \", d","e":[1,2]}"#);
        assert_eq!(ascii("中😀a"), "\\u4e2d\\ud83d\\ude00a");
    }

    #[test]
    fn a_body_that_is_no_json_has_fewer_mistakes_and_none_twice() {
        let texts = |text: &str| {
            let wrong = body(text.as_bytes()).wrong;
            let texts: std::collections::BTreeSet<_> =
                wrong.iter().map(|wrong| wrong.text.clone()).collect();
            assert_eq!(texts.len(), wrong.len());
            texts.len()
        };
        assert!(texts("{\"a\": \"/é\"}\n") > texts("hello"));
    }
}

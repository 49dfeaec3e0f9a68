//! JSON written as other libraries write it.

/// JSON with other white space; the order of fields and the letters stay.
pub fn respaced(json: &str, comma: &str, colon: &str) -> String {
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
pub(crate) fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text += &format!("\\u{unit:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_changes_only_between_texts() {
        let json = r#"{ "a, b": "c: \", d" , "e":[1, 2]}"#;
        assert_eq!(respaced(json, ",", ":"), r#"{"a, b":"c: \", d","e":[1,2]}"#);
        assert_eq!(respaced(json, ", ", ": "), r#"{"a, b": "c: \", d", "e": [1, 2]}"#);
    }

    #[test]
    fn letters_beyond_ascii_are_escaped() {
        assert_eq!(ascii("中😀a"), "\\u4e2d\\ud83d\\ude00a");
    }
}

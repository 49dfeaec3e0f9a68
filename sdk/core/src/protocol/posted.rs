//! What somebody posted, told by its first bytes: a form, JSON, or something else in their place.

/// The apparent format of a posted body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The body is empty, or white space only.
    Empty,
    JsonObject,
    JsonArray,
    /// A JSON text: `"…"`.
    JsonText,
    /// `multipart/form-data`.
    Multipart,
    /// HTML or XML.
    Markup,
    /// `text/plain`: one parameter per line.
    Lines,
    /// `name=value&…`.
    Form,
    Other,
}

/// How far into the body its kind is looked for, in bytes.
const HEAD: usize = 2_048;

/// Returns the apparent format of a body.
pub fn shape(body: &[u8]) -> Shape {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    let head = text.get(..HEAD).unwrap_or(text);
    match text {
        [] => Shape::Empty,
        [b'{', ..] => Shape::JsonObject,
        [b'[', ..] => Shape::JsonArray,
        [b'"', ..] => Shape::JsonText,
        [b'<', ..] => Shape::Markup,
        [b'-', b'-', ..] if holds(head, b"content-disposition") => Shape::Multipart,
        _ if is_lines(head) => Shape::Lines,
        _ if text.contains(&b'=') => Shape::Form,
        _ => Shape::Other,
    }
}

/// Whether a lower-case text stands in another one, in letters of any case.
fn holds(text: &[u8], lower: &[u8]) -> bool {
    text.windows(lower.len()).any(|window| window.eq_ignore_ascii_case(lower))
}

/// Whether the first two lines are a parameter each.
fn is_lines(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n');
    let is_pair = |line: &[u8]| line.contains(&b'=') && !line.contains(&b'&');
    lines.next().is_some_and(is_pair) && lines.next().is_some_and(|line| line.contains(&b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_told_by_its_first_bytes() {
        for (text, expected) in [
            ("", Shape::Empty),
            (" \r\n", Shape::Empty),
            ("\u{feff}{\"a\":1}", Shape::JsonObject),
            (" {\"a\":1}", Shape::JsonObject),
            ("[]", Shape::JsonArray),
            ("\"a=1\"", Shape::JsonText),
            ("<html>a=1", Shape::Markup),
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", Shape::Multipart),
            ("--x=1", Shape::Form),
            ("a=1\r\nb=2\r\n", Shape::Lines),
            ("a=1\nb=2&c", Shape::Lines),
            ("a=1&b=2\nc=3", Shape::Form),
            ("a=1\n", Shape::Form),
            ("=", Shape::Form),
            ("a", Shape::Other),
            ("\u{1f}\u{8b}", Shape::Other),
        ] {
            assert_eq!(shape(text.as_bytes()), expected, "{text:?}");
        }
    }
}

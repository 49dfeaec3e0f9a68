//! JSON whose texts may be in another charset than UTF-8: its structure is found by its bytes, and
//! holds whatever its texts are decoded to. Structure and codes are ASCII, so they never depend on
//! a charset.

use std::borrow::Cow;
use std::ops::Range;

use super::charset::Charset;
use crate::{data::nests_deeper_than, json::is_json};

/// Stands in an outline for a byte of a text that is not plain ASCII: DEL, which JSON allows there.
const HIDDEN: u8 = 0x7f;

/// How often brackets and braces stand inside one another at most. serde_json keeps track of them.
const DEEPEST: usize = 10_000;

/// The largest text that is decoded although nobody has verified it, in bytes: 1 MiB. It takes
/// several times as much meanwhile.
const LARGEST: usize = 1 << 20;

/// JSON of the same length and structure, in which all is ASCII; JSON in UTF-8 as it is.
pub fn outline(json: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(json) {
        return Cow::Borrowed(text);
    }
    // Characters of GB18030 may end in a backslash. In UTF-8 that was damaged no byte of one is
    // ASCII.
    let wide = hidden(json, true);
    let is_deep = nests_deeper_than(DEEPEST, wide.as_bytes());
    if !is_deep && is_json(&wide) {
        return Cow::Owned(wide);
    }
    drop(wide);
    Cow::Owned(hidden(json, false))
}

/// The same as [`decoded`] of a text that nobody has verified: of a large one nothing.
pub fn unverified<'a>(json: &'a [u8], charsets: &[Charset]) -> Cow<'a, str> {
    if json.len() > LARGEST { Cow::Borrowed("") } else { decoded(json, charsets) }
}

/// JSON as UTF-8. Its texts are decoded one by one, by those charsets first that most of them are
/// in; one that is in none loses its characters outside of ASCII, and no other text does.
pub fn decoded<'a>(json: &'a [u8], charsets: &[Charset]) -> Cow<'a, str> {
    let is_plain = || json.is_ascii() || charsets.first().is_none_or(|first| first.is_utf8());
    if let Ok(text) = std::str::from_utf8(json)
        && is_plain()
    {
        return Cow::Borrowed(text);
    }
    let outline = outline(json);
    let charsets = in_order(json, &outline, charsets);
    let mut all = String::with_capacity(json.len() * 2);
    for piece in pieces(&outline) {
        let (bytes, shape) = (&json[piece.clone()], &outline[piece]);
        match charsets.iter().find_map(|charset| text_of(bytes, shape, *charset)) {
            Some(text) => all.push_str(&text),
            None => all.push_str(&shape.replace(char::from(HIDDEN), "\u{fffd}")),
        }
    }
    Cow::Owned(all)
}

/// The same as bytes, for JSON that is not in UTF-8: no header changes UTF-8. Other text than JSON
/// stays as it is, and so does JSON with a name in none of the charsets: it may be that of any
/// field.
pub fn in_utf8<'a>(json: &'a [u8], charsets: &[Charset]) -> Cow<'a, [u8]> {
    if str::from_utf8(json).is_ok() {
        return Cow::Borrowed(json);
    }
    match decoded(json, charsets) {
        Cow::Owned(text) if is_json(&text) && !has_lost_name(&text) => {
            Cow::Owned(text.into_bytes())
        }
        _ => Cow::Borrowed(json),
    }
}

/// The same of a text that nobody has verified: a large one stays as it is.
pub fn unverified_in_utf8<'a>(json: &'a [u8], charsets: &[Charset]) -> Cow<'a, [u8]> {
    if json.len() > LARGEST { Cow::Borrowed(json) } else { in_utf8(json, charsets) }
}

/// Whether a name of decoded JSON has lost characters.
fn has_lost_name(json: &str) -> bool {
    let mut before = "";
    pieces(json).any(|piece| {
        let text = std::mem::replace(&mut before, &json[piece]);
        before.trim_start().starts_with(':') && text.contains('\u{fffd}')
    })
}

/// Those charsets first that most texts are in. A text with a character of three bytes in UTF-8 is
/// in UTF-8, and not by chance.
fn in_order(json: &[u8], outline: &str, charsets: &[Charset]) -> Vec<Charset> {
    let is_utf8 = pieces(outline).any(|piece| {
        let text = std::str::from_utf8(&json[piece]);
        text.is_ok_and(|text| text.contains(|character| character >= '\u{800}'))
    });
    let mut charsets = charsets.to_vec();
    charsets.sort_by_cached_key(|charset| {
        let failed = |piece: &Range<usize>| {
            text_of(&json[piece.clone()], &outline[piece.clone()], *charset).is_none()
        };
        (is_utf8 && !charset.is_utf8(), pieces(outline).filter(failed).count())
    });
    charsets
}

/// The bytes as a text that has the structure of their outline: no charset may make the end of a
/// text out of a part of it, or the other way.
fn text_of<'a>(json: &'a [u8], outline: &str, charset: Charset) -> Option<Cow<'a, str>> {
    fn plain(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(|byte| (b' '..HIDDEN).contains(byte))
    }
    charset.decode(json).filter(|text| plain(text).eq(plain(outline)))
}

/// Where the texts of an outline are, and what stands between them.
fn pieces(outline: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = outline.as_bytes();
    let (mut start, mut in_text) = (0, false);
    std::iter::from_fn(move || {
        let mut at = start;
        let end = loop {
            match bytes.get(at)? {
                b'\\' if in_text => at += 1,
                b'"' => break at + 1,
                _ => {}
            }
            at += 1;
            if at >= bytes.len() {
                break bytes.len();
            }
        };
        in_text = !in_text;
        Some(std::mem::replace(&mut start, end)..end)
    })
}

/// The outline of bytes that are no UTF-8. `wide` says whether they are taken for GB18030.
fn hidden(json: &[u8], wide: bool) -> String {
    let mut outline = String::with_capacity(json.len());
    let mut in_text = false;
    let mut rest = json;
    while let [byte, ..] = rest {
        let mut taken = 1;
        match byte {
            b'"' => in_text = !in_text,
            b'\\' if in_text && rest.get(1).is_some_and(u8::is_ascii) => taken = 2,
            0x80.. if wide => taken = width(rest),
            _ => {}
        }
        let (character, after) = rest.split_at(taken);
        for byte in character {
            let is_hidden = !character.is_ascii() || in_text && byte.is_ascii_control();
            outline.push(char::from(if is_hidden { HIDDEN } else { *byte }));
        }
        rest = after;
    }
    outline
}

/// How many bytes the first character takes in GB18030.
fn width(text: &[u8]) -> usize {
    match text {
        [0x81..=0xfe, b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', ..] => 4,
        [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, ..] => 2,
        _ => 1,
    }
}

#[cfg(all(test, feature = "charset"))]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::*;

    fn read(json: &[u8], content_type: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        decoded(json, &Charset::all(&headers)).into_owned()
    }

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GBK.encode(text).0.into_owned()
    }

    #[test]
    fn texts_are_decoded_whatever_their_charset() {
        // The second byte of the last character is a backslash.
        let json = r#"{"a":"大乐透 \"誠","b":"𠀀"}"#;
        let gb18030 = encoding_rs::GB18030.encode(json).0.into_owned();
        assert!(gb18030.contains(&0x5c));
        for content_type in
            ["", "text/html;charset=utf-8", "text/html; charset=\"GBK\"", "a;charset=big5"]
        {
            assert_eq!(read(&gb18030, content_type), json, "{content_type}");
            assert_eq!(read(br#"{"a":"x"}"#, content_type), r#"{"a":"x"}"#);
        }
        assert_eq!(outline(&gb18030).len(), gb18030.len());
    }

    #[test]
    fn a_damaged_text_loses_itself_alone() {
        // Alone the first text could be UTF-8, too.
        let mut json = gbk(r#"{"a":"系统","b":"系统繁","c":"繁忙"}"#);
        let cut = json.windows(5).position(|five| five == b"\",\"c\"").expect("it is there");
        json.remove(cut - 1);
        let lost = "\u{fffd}".repeat(5);
        assert_eq!(read(&json, ""), format!(r#"{{"a":"系统","b":"{lost}","c":"繁忙"}}"#));
        let mixed = [r#"{"a":"中","b":""#.as_bytes(), &gbk("系统繁忙"), b"\"}"].concat();
        assert_eq!(read(&mixed, ""), r#"{"a":"中","b":"系统繁忙"}"#);
    }

    #[test]
    fn a_lost_name_leaves_all_as_it_is() {
        let in_utf8 = |json: &[u8]| {
            let changed = super::in_utf8(json, &Charset::all(&HeaderMap::new()));
            String::from_utf8_lossy(&changed).into_owned()
        };
        assert_eq!(in_utf8(&gbk(r#"{"系统" :"繁忙"}"#)), r#"{"系统" :"繁忙"}"#);
        assert!(matches!(
            super::in_utf8(b"\x80", &Charset::all(&HeaderMap::new())),
            Cow::Borrowed(_)
        ));
        for (value, name) in [
            (&b"{\"a\":\"\xff\",\"b\":\"\xb7\xb1\xc3\xa6\"}"[..], "繁忙"),
            (b"{\"a\":[\"\xff\",\":\"],\"b\":\"\xb7\xb1\xc3\xa6\"}", "繁忙"),
            (b"{\"a\":{\"\xff\"\n:1},\"b\":\"\xb7\xb1\xc3\xa6\"}", "\u{fffd}\u{fffd}"),
        ] {
            assert!(in_utf8(value).contains(name), "{name}");
        }
    }

    #[test]
    fn no_header_moves_the_end_of_a_text() {
        // Read as GBK, the last byte of the first character takes the backslash with it.
        let json = r#"{"a":"中\",\"paid\":\"yes"}"#;
        for content_type in ["a;charset=gbk", "a;charset=gb18030", "a;charset=shift_jis", ""] {
            assert_eq!(read(json.as_bytes(), content_type), json, "{content_type}");
        }
    }

    #[test]
    fn an_outline_is_json_where_the_bytes_are() {
        for text in [r#"{"a":"系统\n\u4e2d","b":1}"#, r#"{"鈥":{"誠":"誠"}}"#] {
            let bytes = gbk(text);
            let outline = outline(&bytes);
            assert_eq!(outline.len(), bytes.len());
            assert!(is_json(&outline), "{outline}");
        }
        assert_eq!(outline(b"{\"a\":\"\xff\n\"}"), "{\"a\":\"\u{7f}\u{7f}\"}");
    }
}

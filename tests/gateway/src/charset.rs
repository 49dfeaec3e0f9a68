//! The charsets of forms and of the responses to them.

use encoding_rs::{Encoding, GBK, UTF_8};

/// A charset: the bytes of a form are in it, and so is the text that is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Charset {
    #[default]
    Utf8,
    Gbk,
}

impl Charset {
    /// The charset of this name. GBK has all that its predecessor GB2312 has.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(&["utf-8", "utf8"]) {
            Some(Self::Utf8)
        } else if is(&["gbk", "gb2312"]) {
            Some(Self::Gbk)
        } else {
            None
        }
    }

    /// As it stands in a content type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk => "GBK",
        }
    }

    /// The text of these bytes.
    pub(crate) fn decode(self, bytes: &[u8]) -> Option<String> {
        let text = self.encoding().decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }

    /// The bytes of a text. A character that the charset does not have becomes an escape of JSON.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        let (bytes, _, lossy) = self.encoding().encode(text);
        if !lossy {
            return bytes.into_owned();
        }
        let mut bytes = Vec::with_capacity(text.len());
        let mut buffer = [0; 4];
        for character in text.chars() {
            let (encoded, _, lossy) = self.encoding().encode(character.encode_utf8(&mut buffer));
            match lossy {
                false => bytes.extend_from_slice(&encoded),
                true => bytes.extend_from_slice(escaped(character).as_bytes()),
            }
        }
        bytes
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Gbk => GBK,
        }
    }
}

fn escaped(character: char) -> String {
    let mut buffer = [0; 2];
    let units = character.encode_utf16(&mut buffer).iter();
    units.map(|unit| format!("\\u{unit:04x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Charset;

    #[test]
    fn no_character_is_lost_in_gbk() {
        let bytes = Charset::Gbk.encode("茶😀é€a");
        assert_eq!(bytes, b"\xb2\xe8\\ud83d\\ude00\xa8\xa6\x80a");
        assert_eq!(Charset::Gbk.decode(&bytes[..2]).as_deref(), Some("茶"));
        assert_eq!(Charset::Gbk.decode(b"\xb2"), None);
        assert_eq!(Charset::Utf8.decode(b"\xb2\xe8"), None);
    }

    #[test]
    fn names_are_those_that_clients_send() {
        for (name, charset) in [
            ("utf-8", Some(Charset::Utf8)),
            ("UTF-8", Some(Charset::Utf8)),
            ("GBK", Some(Charset::Gbk)),
            ("gb2312", Some(Charset::Gbk)),
            ("utf-16", None),
            ("", None),
        ] {
            assert_eq!(Charset::of(name), charset, "{name}");
        }
    }
}

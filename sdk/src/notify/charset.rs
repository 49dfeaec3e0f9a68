//! The charset of a notification. Signatures are over bytes, so it is looked for behind them.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, GB18030, UTF_8};

use alipay_sdk_core::protocol::Form;

/// Parameters as text, and the names of those whose text is in no charset that is read.
pub(super) type Texts = (BTreeMap<String, String>, Vec<String>);

/// Reads parameters in the charset that one of them names, or else in that of the header
/// `Content-Type`, in UTF-8, or in GB18030: in the first that fits all of them. When none does,
/// each is read by itself, so that a value that cannot be read takes no other with it.
pub(super) fn decoded(form: Form, content_type: &str) -> Texts {
    let own = form.get(b"charset".as_slice()).and_then(|label| known(label));
    let named = own.into_iter().chain(known(label(content_type).as_bytes()));
    let candidates: Vec<_> = named.chain([UTF_8, GB18030]).collect();
    let fits_all = |one: &&'static Encoding| form.values().all(|value| text(value, one).is_some());
    let tried = match candidates.iter().copied().find(fits_all) {
        Some(one) => vec![one],
        None => candidates,
    };
    let (mut texts, mut unread) = Texts::default();
    for (name, value) in form {
        let name = String::from_utf8_lossy(&name).into_owned();
        if let Some(text) = tried.iter().find_map(|one| text(&value, one)) {
            texts.insert(name, text);
        } else {
            unread.push(name);
        }
    }
    (texts, unread)
}

/// A charset whose letters are those of ASCII, since names and `&` were read as such.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| encoding.is_ascii_compatible())
}

fn text(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|text| text.into_owned())
}

/// The charset that a `Content-Type` names, or an empty text.
fn label(content_type: &str) -> &str {
    let mut parameters = content_type.split(';').skip(1).filter_map(|one| one.split_once('='));
    let charset = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charset.map_or("", |(_, label)| label.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_of_a_content_type_is_found_however_it_is_written() {
        for (content_type, expected) in [
            ("application/x-www-form-urlencoded; charset=GBK", "GBK"),
            ("application/x-www-form-urlencoded;CHARSET=\"gb2312\"", "gb2312"),
            ("text/plain; a=b; charset = 'utf-8' ", "utf-8"),
            ("text/plain", ""),
            ("charset=GBK", ""),
            ("", ""),
        ] {
            assert_eq!(label(content_type), expected, "{content_type}");
        }
    }

    #[test]
    fn one_value_that_cannot_be_read_is_lost_alone() {
        let form = Form::from([
            (b"a".to_vec(), b"\xff\xff".to_vec()),
            (b"b".to_vec(), b"\xd6\xd0".to_vec()),
            (b"c".to_vec(), "中".into()),
            (b"code".to_vec(), b"TRADE_SUCCESS".to_vec()),
        ]);
        let (texts, unread) = decoded(form, "");
        assert_eq!(unread, ["a"]);
        let texts: Vec<_> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
        assert_eq!(texts, [("b", "中"), ("c", "中"), ("code", "TRADE_SUCCESS")]);
    }
}

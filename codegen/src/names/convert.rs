//! From any text to an ASCII name in one of Rust's cases.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// `UpperCamelCase`; a name that is one already stays as it is, for it is the official one.
pub(super) fn pascal(wire: &str) -> String {
    let official = wire.starts_with(|first: char| first.is_ascii_uppercase())
        && wire.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if official {
        wire.to_owned()
    } else {
        start(ascii(wire).to_upper_camel_case(), "Unnamed", "N")
    }
}

/// `snake_case`.
pub(super) fn snake(wire: &str) -> String {
    start(ascii(wire).to_snake_case(), "unnamed", "n")
}

/// `snake_case`, no longer than any file system can hold.
pub(super) fn file(wire: &str) -> String {
    cut(snake(wire))
}

/// A name that a file can have, with an ending and a few letters before: pages, modules, and the
/// files of rustdoc are named like that.
pub(super) fn cut(mut name: String) -> String {
    const LONGEST: usize = 200;
    name.truncate(LONGEST);
    name
}

/// `SCREAMING_SNAKE_CASE`.
pub(super) fn screaming(wire: &str) -> String {
    start(ascii(wire).to_shouty_snake_case(), "EMPTY", "N")
}

/// A name begins with a letter.
fn start(name: String, empty: &str, before_digit: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => before_digit.to_owned() + &name,
        Some(_) => name,
    }
}

/// Letters and digits of ASCII; every other letter as its code point (`中` is `u4e2d`), so that
/// no two names look alike and none changes direction; everything else parts words.
fn ascii(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len());
    for character in wire.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => name.push(character),
            _ if character.is_ascii() || character.is_control() => name.push('_'),
            _ => name.push_str(&format!("_u{:x}_", u32::from(character))),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_type_names_stay() {
        for (wire, name) in [
            ("AlipayUserIdCardOCRResult", "AlipayUserIdCardOCRResult"),
            ("alipay.open.mini.innerversion", "AlipayOpenMiniInnerversion"),
        ] {
            assert_eq!(pascal(wire), name);
        }
    }

    #[test]
    fn any_text_becomes_a_name() {
        for (wire, name) in [
            ("orderStr", "order_str"),
            ("3d-secure", "n3d_secure"),
            ("", "unnamed"),
            ("_", "unnamed"),
            ("中文", "u4e2d_u6587"),
            ("a\u{202e}b\n#![c]", "a_u202e_b_c"),
        ] {
            assert_eq!(snake(wire), name);
        }
        assert_eq!([pascal("中"), pascal("1st")], ["U4e2d", "N1st"]);
        for (wire, name) in [
            ("ACQ.TRADE_NOT_EXIST", "ACQ_TRADE_NOT_EXIST"),
            ("app-key-security-risk, app-cert-expired", "APP_KEY_SECURITY_RISK_APP_CERT_EXPIRED"),
            ("", "EMPTY"),
        ] {
            assert_eq!(screaming(wire), name);
        }
    }
}

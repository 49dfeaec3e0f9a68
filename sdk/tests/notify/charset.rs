//! Notifications in any charset, wherever that is named.

use alipay_sdk::notify::{Event, Notification, Posted};

use crate::post::{Parameter, paid, signed, verified, verifier, with};

const GBK: &[u8] = b"\xd6\xd0\xce\xc4 tea";

/// A notification without the parameter `charset`.
fn without_charset<const N: usize>(others: [Parameter<'_>; N]) -> Vec<u8> {
    let mut parameters = with(others);
    parameters.retain(|(name, _)| *name != "charset");
    signed(&parameters)
}

fn read(body: &[u8], content_type: &str) -> Notification {
    verifier().verify(Posted::new(body).content_type(content_type)).expect("genuine")
}

#[test]
fn the_charset_that_a_parameter_names_comes_first() {
    for (label, bytes, text) in [
        (&b"GBK"[..], GBK, "中文 tea"),
        (b"gbk", GBK, "中文 tea"),
        (b"gb2312", GBK, "中文 tea"),
        (b"GB18030", GBK, "中文 tea"),
        (b"Big5", b"\xa4\xa4", "中"),
        (b"iso-8859-1", b"\xe9", "é"),
        (b"Shift_JIS", b"\x92\x86", "中"),
    ] {
        let body = signed(&with([("charset", label), ("subject", bytes)]));
        let notification = read(&body, "application/x-www-form-urlencoded; charset=utf-8");
        assert_eq!(notification.get("subject"), Some(text));
    }
}

#[test]
fn the_charset_of_the_header_counts_when_no_parameter_names_one() {
    let body = without_charset([("subject", GBK)]);
    for header in ["GBK", "\"gb2312\"", "GB18030", "utf-8", "unknown", ""] {
        let content_type = format!("application/x-www-form-urlencoded; charset={header}");
        assert_eq!(read(&body, &content_type).get("subject"), Some("中文 tea"), "{header}");
    }
    let big5 = without_charset([("subject", b"\xa4\xa4")]);
    assert_eq!(read(&big5, "text/plain;charset=Big5").get("subject"), Some("中"));
}

#[test]
fn what_names_no_charset_or_a_wrong_one_is_read_all_the_same() {
    assert_eq!(read(&without_charset([]), "").get("subject"), Some("冰美式 ☕ 50%+1"));
    assert_eq!(read(&without_charset([("subject", GBK)]), "").get("subject"), Some("中文 tea"));
    for label in [
        &b"utf-8"[..],
        b"",
        b"utf-16",
        b"utf-16be",
        b"iso-2022-jp",
        b"\xff",
        b"cp936",
        b"13800000000",
    ] {
        let notification = verified(&with([("charset", label), ("subject", GBK)]));
        assert_eq!(notification.get("subject"), Some("中文 tea"));
    }
}

#[test]
fn one_text_that_cannot_be_read_is_lost_alone() {
    let notification = verified(&with([("subject", b"\xff\xff"), ("body", "中".as_bytes())]));
    assert_eq!((notification.get("subject"), notification.get("body")), (None, Some("中")));
    assert_eq!(notification.unread().iter().collect::<Vec<_>>(), ["subject"]);
    let Ok(Event::Trade(trade)) = notification.event() else { panic!("no trade") };
    assert!(trade.is_paid() && trade.subject.is_none());
    let number = verified(&with([("out_trade_no", b"\xff\xff")]));
    let error = number.event().expect_err("no number").to_string();
    assert!(error.contains("`out_trade_no`") && error.contains("charset"), "{error}");
}

#[test]
fn a_charset_changes_no_code_and_no_number() {
    for label in ["GBK", "Big5", "Shift_JIS", "utf-8", "windows-1252"] {
        let content_type = format!("text/plain; charset={label}");
        let read = read(&without_charset([]), &content_type);
        for (name, value) in paid() {
            if value.is_ascii() && name != "charset" {
                assert_eq!(read.get(name).map(str::as_bytes), Some(value), "{label} {name}");
            }
        }
    }
}

//! Texts that a client is made of: app id, tokens, addresses, the encryption key.

use crate::platform::key_mode;
use crate::refused;

#[test]
fn an_encryption_key_of_another_length_is_refused() {
    for (key, taken) in [
        ("aYA0GP8JEW+D7/UFaskCWA==", true),
        (" aYA0GP8JEW+D7/UFaskCWA==\n", true),
        ("aYA0GP8JEW+D7/UFaskCWA", true),
        ("\"aYA0GP8JEW+D7/UFaskCWA==\"", true),
        ("aYA0GP8JEW D7/UFaskCWA==", false),
        ("AAAA", false),
        ("", false),
        ("密钥", false),
    ] {
        assert_eq!(key_mode().encrypt_key(key).build().is_ok(), taken, "{key:?}");
    }
    let error = key_mode().encrypt_key("AAAA").build().unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("3 bytes"), "{source}");
}

#[test]
fn an_app_id_cannot_add_to_what_is_signed() {
    for app_id in [
        "",
        "1,2",
        "1,nonce=x",
        "1\n2",
        "1\r\nX: y",
        "1 ",
        "1=2",
        "二",
        "1;2",
        "\"1\"",
        "1\0",
        "1\t",
    ] {
        refused(key_mode().app_id(app_id), "app_id");
    }
    assert!(key_mode().app_id("2021-0_0.9aZ").build().is_ok());
}

#[test]
fn an_app_auth_token_cannot_start_another_header() {
    for token in ["", "a\r\nX: y", "a\nb", "a b", "令牌", "a\0", " a", "a\t"] {
        refused(key_mode().app_auth_token(token), "app_auth_token");
        assert!(key_mode().build().unwrap().for_merchant(token).is_err());
    }
    assert!(key_mode().app_auth_token("202611BBaf0c/+=").build().is_ok());
}

#[test]
fn what_is_empty_is_called_empty() {
    for empty in ["", " ", "\n"] {
        refused(key_mode().app_id(empty), "app_id is empty");
        refused(key_mode().app_auth_token(empty), "app_auth_token is empty");
        refused(key_mode().base_url(empty), "base_url is empty");
        refused(key_mode().private_key(empty), "private_key: the key is empty");
        refused(key_mode().alipay_public_key(empty), "alipay_public_key: the key is empty");
        refused(key_mode().encrypt_key(empty), "encrypt_key: the encryption key is empty");
        let error = key_mode().build().unwrap().for_merchant(empty).unwrap_err().to_string();
        assert!(error.contains("app_auth_token is empty"), "{error}");
    }
}

#[test]
fn what_does_not_belong_into_an_app_id_is_shown() {
    for (app_id, shown) in [
        ("2021000000000000\n", "a line feed (U+000A) at line 1, column 17"),
        (" 2021000000000000", "a blank (U+0020) at line 1, column 1"),
        ("2021\u{a0}000000000000", "a no-break space (U+00A0) at line 1, column 5"),
        ("\u{feff}2021000000000000", "a byte order mark (U+FEFF) at line 1, column 1"),
        ("2021,000", "`,` at line 1, column 5"),
    ] {
        refused(key_mode().app_id(app_id), &format!("app_id holds {shown}"));
    }
    let builder = key_mode().app_auth_token("202611BB\n");
    refused(builder, "app_auth_token holds a line feed (U+000A) at line 1, column 9");
}

#[test]
fn an_address_without_a_scheme_is_told_what_to_put_before_it() {
    for base in ["openapi.alipay.com", "//openapi.alipay.com", "localhost:8080", "10.0.0.1"] {
        refused(key_mode().base_url(base), "put https:// before it");
    }
}

#[test]
fn an_address_that_is_not_scheme_host_and_port_is_refused() {
    for base in [
        "",
        "openapi.alipay.com",
        "//openapi.alipay.com",
        "ftp://openapi.alipay.com",
        "file:///etc/passwd",
        "https://",
        "https://user@openapi.alipay.com",
        "https://user:password@openapi.alipay.com",
        "https://openapi.alipay.com/v3",
        "https://openapi.alipay.com/?a=b",
        "https://openapi.alipay.com/#a",
        "https://openapi.alipay.com:99999",
    ] {
        for allow in [false, true] {
            refused(key_mode().base_url(base).allow_plain_http(allow), "base_url");
        }
    }
}

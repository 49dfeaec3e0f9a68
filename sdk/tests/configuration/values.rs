//! Values that could add to a request, or lead elsewhere.

use crate::platform::key_mode;
use crate::{refused, text_of};

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
fn an_address_without_tls_must_be_loopback_or_allowed() {
    for base in [
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://localhost:1/",
        "http://[::1]:1",
        "https://example.com",
        "https://10.0.0.1:8443",
        "HTTPS://example.com/",
    ] {
        assert!(key_mode().base_url(base).build().is_ok(), "{base} was refused");
    }
    for base in [
        "http://example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0",
    ] {
        refused(key_mode().base_url(base), "no TLS");
        let allowed = key_mode().base_url(base).allow_plain_http(true);
        assert!(allowed.build().is_ok(), "{base} was refused");
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

#[test]
fn a_proxy_or_a_tls_root_that_is_none_is_refused() {
    refused(key_mode().proxy("http://"), "proxy");
    refused(key_mode().tls_root_certificate("x"), "tls_root_certificate");
    let root = text_of("certs/root_rsa_sha256.crt");
    assert!(key_mode().tls_root_certificate(root).build().is_ok());
}

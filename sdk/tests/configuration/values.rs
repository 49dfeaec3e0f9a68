//! Values that could add to a request, or lead elsewhere.

use crate::platform::key_mode;
use crate::{refused, text_of};

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
fn a_proxy_or_a_tls_root_that_is_none_is_refused() {
    refused(key_mode().proxy("http://"), "proxy");
    refused(key_mode().tls_root_certificate("x"), "tls_root_certificate");
    let root = text_of("certs/root_rsa_sha256.crt");
    assert!(key_mode().tls_root_certificate(root).build().is_ok());
}

//! Notifications as the platform makes them.

use alipay_sdk::notify::{Notification, NotificationVerifier};
use alipay_sdk::{Certificate, PrivateKey, PublicKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

macro_rules! vector {
    ($name:literal) => {
        include_str!(concat!("../../../tests/vectors/", $name))
    };
}

/// Name and value, not encoded.
pub(crate) type Parameter<'a> = (&'a str, &'a [u8]);

pub(crate) const APP_ID: &str = "2021009988776655";

/// With the key that [`signed`] signs for.
pub(crate) fn verifier() -> NotificationVerifier {
    let key = PublicKey::parse(vector!("keys/alipay_public.spki.pem")).expect("a key");
    NotificationVerifier::new(key, APP_ID)
}

/// The certificate of the same key.
pub(crate) fn certificate() -> Certificate {
    Certificate::parse(vector!("certs/alipay_cert_leaf.crt")).expect("a certificate")
}

/// One of another key.
pub(crate) fn other_certificate() -> Certificate {
    Certificate::parse(vector!("certs/app_cert.crt")).expect("a certificate")
}

/// What every notification of a paid trade has.
pub(crate) fn paid() -> Vec<Parameter<'static>> {
    vec![
        ("app_id", APP_ID.as_bytes()),
        ("charset", b"utf-8"),
        ("notify_id", b"2026061600222140002021001"),
        ("notify_type", b"trade_status_sync"),
        ("out_trade_no", b"20260616000001"),
        ("sign_type", b"RSA2"),
        ("subject", "冰美式 ☕ 50%+1".as_bytes()),
        ("total_amount", b"88.88"),
        ("trade_no", b"2026061622001473700000000001"),
        ("trade_status", b"TRADE_SUCCESS"),
    ]
}

/// The same with other parameters, which replace those of the same name.
pub(crate) fn with<'a, const N: usize>(others: [Parameter<'a>; N]) -> Vec<Parameter<'a>> {
    let replaced = |name| others.iter().any(|(other, _)| *other == name);
    let kept = paid().into_iter().filter(|(name, _)| !replaced(*name));
    kept.chain(others).collect()
}

/// The body of a notification that the platform signs over all but `sign_type`.
pub(crate) fn signed(parameters: &[Parameter<'_>]) -> Vec<u8> {
    body(parameters, &signature_of(parameters))
}

/// The signature over all but `sign_type`.
pub(crate) fn signature_of(parameters: &[Parameter<'_>]) -> String {
    let mut signed = parameters.to_vec();
    signed.retain(|(name, _)| *name != "sign_type");
    signature(&text(&signed))
}

/// `name=value`, sorted, joined with `&`.
pub(crate) fn text(parameters: &[Parameter<'_>]) -> Vec<u8> {
    let mut sorted = parameters.to_vec();
    sorted.sort_unstable();
    let pairs: Vec<_> =
        sorted.iter().map(|(name, value)| [name.as_bytes(), b"=", value].concat()).collect();
    pairs.join(&b'&')
}

pub(crate) fn signature(text: &[u8]) -> String {
    let key = PrivateKey::parse(vector!("keys/alipay_private.pkcs8.pem")).expect("a key");
    BASE64_STANDARD.encode(key.sign(text).expect("a signature"))
}

/// The form with this signature.
pub(crate) fn body(parameters: &[Parameter<'_>], signature: &str) -> Vec<u8> {
    let encoded = |bytes: &[u8]| percent_encode(bytes, NON_ALPHANUMERIC).to_string();
    let all = parameters.iter().copied().chain([("sign", signature.as_bytes())]);
    let pairs: Vec<_> = all
        .map(|(name, value)| format!("{}={}", encoded(name.as_bytes()), encoded(value)))
        .collect();
    pairs.join("&").into_bytes()
}

/// One that was verified.
pub(crate) fn verified(parameters: &[Parameter<'_>]) -> Notification {
    verifier().verify(&signed(parameters)).expect("a genuine notification")
}
